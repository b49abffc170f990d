const escapePrefix = 'U__';

/**
 * The label that a path names. Names that are not plain words come escaped: `U__` first, then `__` for an underscore and `_HEX_` for a
 * character (ValueEncodingEscaping of Prometheus' common/model). What is not escaped rightly is the name itself.
 */
export function unescapeLabelName(name: string): string {
  if (!name.startsWith(escapePrefix)) return name;
  let isRight = true;
  const unescaped = name.slice(escapePrefix.length).replace(/_([0-9a-fA-F]{1,6})_|__|_/g, (part, hex: string | undefined) => {
    if (part === '__') return '_';
    const code = hex === undefined ? -1 : Number.parseInt(hex, 16);
    if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      isRight = false;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return isRight ? unescaped : name;
}

/** Whether a label can have this name: any text that is not empty and has no half of a surrogate pair. */
export function isLabelName(name: string): boolean {
  return name !== '' && !/\p{Surrogate}/u.test(name);
}
