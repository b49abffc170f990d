const interestingBytes = [0, 1, 0x0a, 0x12, 0x22, 0x7f, 0x80, 0xff, 0x0b, 0x20, 0x7b, 0x7d];
const interestingText = ['null', '1e999', '-1', '"', '{', '}', '[', ']', '\\', '\\ud800', 'NaN', '+Inf', '\n', '# EOF', '# TYPE ', ' ', ',', '=', '9007199254740993', 'é', ' # {'];

/** A valid input with one to four faults: bits flipped, bytes replaced, cut off, left out, repeated, moved, or foreign ones put in. */
export function mutate(input: Uint8Array, random: () => number): Uint8Array {
  let bytes = input.slice();
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let count = 1 + below(4); count > 0; count -= 1) {
    const at = below(bytes.length + 1);
    const length = 1 + below(random() < 0.2 ? 200 : 8);
    switch (below(7)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = interestingBytes[below(interestingBytes.length)] ?? 0;
        break;
      case 2:
        bytes = random() < 0.3 ? bytes.slice(0, at) : replaced(bytes, at, at + length, new Uint8Array());
        break;
      case 3: {
        const from = below(bytes.length + 1);
        bytes = replaced(bytes, at, at, bytes.slice(from, from + length));
        break;
      }
      case 4:
        // A length or a number that is a little off is the likeliest to pass the first check and to fail the second.
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) + below(5) - 2;
        break;
      case 5:
        bytes = replaced(bytes, at, at + below(3), Uint8Array.from({ length }, () => below(256)));
        break;
      case 6:
        bytes = replaced(bytes, at, at + below(6), new TextEncoder().encode(interestingText[below(interestingText.length)]));
    }
  }
  return bytes;
}

function replaced(bytes: Uint8Array, from: number, to: number, middle: Uint8Array): Uint8Array<ArrayBuffer> {
  const tail = bytes.subarray(Math.min(to, bytes.length));
  const joined = new Uint8Array(from + middle.length + tail.length);
  joined.set(bytes.subarray(0, from));
  joined.set(middle, from);
  joined.set(tail, from + middle.length);
  return joined;
}
