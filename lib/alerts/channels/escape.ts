const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For the text and the attributes of HTML, and for Telegram's. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** For Slack's mrkdwn: these three characters make its links and mentions. */
export function escapeSlack(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** For the markdown of Discord: every character that has a meaning in it, `:` of links and emoji included. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|>#+\-[\]()<@:]/g, (character) => `\\${character}`);
}
