import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A web server in a process of its own, whose work is not counted: all that is asked for is there but /missing. */
export async function withTarget(run: (url: string) => Promise<void>): Promise<void> {
  const program = `const s = require('http').createServer((q, a) => { a.statusCode = q.url === '/missing' ? 404 : 200; a.end('ok') }).listen(0, '127.0.0.1', () => console.log(s.address().port)); process.on('disconnect', () => process.exit())`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    await run(`http://127.0.0.1:${port.toString().trim()}/`);
  } finally {
    child.kill();
  }
}
