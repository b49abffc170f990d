/** Advance widths of Verdana in 1/2048 em, from U+0020 to U+007E; DejaVu Sans is as wide to a few percent. */
const widths = [
  720, 806, 940, 1676, 1302, 2204, 1488, 550, 930, 930, 1302, 1676, 745, 930, 745, 930,
  1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676, 1117,
  2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726, 1532, 1612,
  1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930, 930, 1676, 1302,
  1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212, 562, 1992, 1296, 1243,
  1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076, 1300, 930, 1300, 1676,
] as const;

const fontSize = 11;
const unitsPerEm = 2_048;
/** Of letters that are in no table: about as wide as a capital one. */
const usual = 1_400;
const narrow = 1_150;
/** Ideographs, syllables of Hangul, kana and pictures fill a square. */
const isSquare = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uFF00-\uFF60]/u;
const isNarrow = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const isDrawnOver = /\p{M}/u;

/** How wide a text is in 11 px Verdana, in px; about right for what is not ASCII. */
export function widthOf(text: string): number {
  let units = 0;
  for (const character of text) units += unitsOf(character);
  return (units * fontSize) / unitsPerEm;
}

function unitsOf(character: string): number {
  const known = widths[(character.codePointAt(0) ?? 0) - 0x20];
  if (known !== undefined) return known;
  if (isDrawnOver.test(character)) return 0;
  if (isNarrow.test(character)) return narrow;
  return isSquare.test(character) ? 2_600 : usual;
}
