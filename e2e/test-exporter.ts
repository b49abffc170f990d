import http from 'node:http';
import type net from 'node:net';

export interface TestExporter {
  /** `127.0.0.1:port`, as a target of a scrape job is written. */
  readonly address: string;
  close(): Promise<void>;
}

/** Answers on /metrics as a node exporter of a host with this name would: 25 % CPU, half of the memory, a third of the disk in use. */
export async function startExporter(nodename: string): Promise<TestExporter> {
  const startedAt = performance.now();
  const server = http.createServer((request, response) => {
    const seconds = (performance.now() - startedAt) / 1000;
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(expositionOf(nodename, seconds));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function expositionOf(nodename: string, seconds: number): string {
  const mount = 'device="/dev/sda1",fstype="ext4",mountpoint="/"';
  return [
    '# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.',
    '# TYPE node_cpu_seconds_total counter',
    `node_cpu_seconds_total{cpu="0",mode="idle"} ${1_000 + seconds * 0.75}`,
    `node_cpu_seconds_total{cpu="0",mode="user"} ${500 + seconds * 0.25}`,
    '# TYPE node_uname_info gauge',
    `node_uname_info{nodename="${nodename}",sysname="Linux"} 1`,
    'node_load1 0.5',
    'node_memory_MemTotal_bytes 8e9',
    'node_memory_MemAvailable_bytes 4e9',
    `node_filesystem_size_bytes{${mount}} 9e10`,
    `node_filesystem_free_bytes{${mount}} 6e10`,
    `node_filesystem_avail_bytes{${mount}} 6e10`,
    `node_network_receive_bytes_total{device="eth0"} ${Math.round(seconds * 4_096)}`,
    `node_network_transmit_bytes_total{device="eth0"} ${Math.round(seconds * 1_024)}`,
    'node_netstat_Tcp_CurrEstab 42',
    '',
  ].join('\n');
}
