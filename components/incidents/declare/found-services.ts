export interface ServiceChoice {
  id: string;
  name: string;
}

const shownAtOnce = 8;

/** The services that are not chosen and have every word in their name; those that begin with the first word come first. */
export function foundServices(services: readonly ServiceChoice[], text: string, chosen: readonly string[]): { shown: readonly ServiceChoice[]; total: number } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ name }: ServiceChoice) => (words[0] !== undefined && name.toLowerCase().startsWith(words[0]) ? 0 : 1);
  const found = services
    .filter(({ id, name }) => !chosen.includes(id) && words.every((word) => name.toLowerCase().includes(word)))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'));
  return { shown: found.slice(0, shownAtOnce), total: found.length };
}
