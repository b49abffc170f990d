import { expect, test } from 'vitest';
import { readPingOutput, type PingReport } from './ping-output';

const iputils = `PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.
64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=0.326 ms

--- 192.0.2.1 ping statistics ---
3 packets transmitted, 2 received, 33.3333% packet loss, time 402ms
rtt min/avg/max/mdev = 0.101/0.213/0.326/0.092 ms
`;
const iputilsErrors = `--- 192.0.2.1 ping statistics ---
3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2038ms
pipe 3
`;
const busybox = `--- 192.0.2.1 ping statistics ---
3 packets transmitted, 3 packets received, 0% packet loss
round-trip min/avg/max = 0.061/0.082/0.103 ms
`;
const macos = `--- 192.0.2.1 ping statistics ---
3 packets transmitted, 3 packets received, 0.0% packet loss
round-trip min/avg/max/stddev = 0.052/0.108/0.152/0.042 ms
`;

test.each<[program: string, output: string, report: PingReport | null]>([
  ['iputils', iputils, { sent: 3, received: 2, roundTripsMs: { least: 0.101, average: 0.213, most: 0.326 } }],
  ['iputils with errors', iputilsErrors, { sent: 3, received: 0, roundTripsMs: null }],
  ['BusyBox', busybox, { sent: 3, received: 3, roundTripsMs: { least: 0.061, average: 0.082, most: 0.103 } }],
  ['macOS', macos, { sent: 3, received: 3, roundTripsMs: { least: 0.052, average: 0.108, most: 0.152 } }],
  ['nothing', '', null],
  ['another program', 'usage: ping [-AaDdfnoQqRrv] [-c count] host', null],
])('the end of what %s says is read', (_, output, report) => {
  expect(readPingOutput(output)).toEqual(report);
});
