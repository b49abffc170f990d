const ofDriver = 'Calling client.query() when the client is already executing a query';

/**
 * Keeps one warning of the PostgreSQL driver off the terminal: Prisma reads the relations of a row without waiting for each, which the driver queues, as it will until its next major version.
 * All other warnings are written as Node writes them.
 */
export function leaveOutDriverWarning(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'DeprecationWarning' && warning.message.startsWith(ofDriver)) return;
    process.stderr.write(`(node:${process.pid}) ${warning.name}: ${warning.message}\n`);
  });
}
