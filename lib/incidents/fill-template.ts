/** What the places of a template are filled with, all of them in words. */
export interface TemplateFacts {
  title: string;
  /** The name of the severity. */
  severity: string;
  /** The state of the incident. */
  status: string;
  /** The names of the services that it touches. */
  services: readonly string[];
  /** When it began, in the zone of who reads it. */
  since: string;
  number: number;
}

const place = /\{(title|severity|status|services|since|number)\}/g;

/** Fills {title}, {severity}, {status}, {services}, {since} and {number} in the text of an update. What is filled in is not looked through again, and other braces stay. */
export function fillTemplate(text: string, facts: TemplateFacts): string {
  return text.replaceAll(place, (_, name: keyof TemplateFacts) => (name === 'services' ? listed(facts.services) : String(facts[name])));
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no named service';
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
