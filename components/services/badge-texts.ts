/** What is pasted to show a badge. The address holds nothing that Markdown or HTML reads: letters, digits and at most one parameter. */
export function badgeTexts(url: string, label: string): { name: 'Address' | 'Markdown' | 'HTML'; text: string }[] {
  return [
    { name: 'Address', text: url },
    { name: 'Markdown', text: `![${label}](${url})` },
    { name: 'HTML', text: `<img src="${url}" alt="${label}" height="20">` },
  ];
}
