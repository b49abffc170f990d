import { Adapter } from 'socket.io-adapter';

interface PacketOptions {
  wsPreEncodedFrame?: Buffer[];
}

type Encode = (packet: unknown, options: PacketOptions) => unknown;

/**
 * The in-memory adapter already encodes a broadcast once for all sockets, but as two buffers (head and payload), which
 * each socket then writes corked. As one buffer a socket costs one plain write.
 */
export class OneWriteAdapter extends Adapter {
  constructor(...args: ConstructorParameters<typeof Adapter>) {
    super(...args);
    const self = this as unknown as { _encode: Encode };
    const encode = self._encode.bind(this);
    self._encode = (packet, options) => {
      const encoded = encode(packet, options);
      if (options.wsPreEncodedFrame) options.wsPreEncodedFrame = [Buffer.concat(options.wsPreEncodedFrame)];
      return encoded;
    };
  }
}
