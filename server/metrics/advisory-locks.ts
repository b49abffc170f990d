/**
 * First keys of PostgreSQL's two-key advisory locks: `engine` is held (second key 0) by the one process that stores metrics, and shared (1) by
 * its transactions that a successor must not overtake; `partitions` while one is made; `scrape` (0) by the one process that
 * scrapes; `checks` (0) by the one that runs checks; `alerting` (0) by the one that evaluates rules and plans notifications; `sla` (0) by the one that keeps the figures of objectives;
 * `incidents` (0) by the one that declares them and pages for them; `subscribers` (0) by the one that sends to those of status pages; `audit` (0) by the one that looks after the audit trail.
 */
export const advisoryLocks = { engine: 731_002, partitions: 731_003, scrape: 731_004, alerting: 731_005, checks: 731_006, sla: 731_007, incidents: 731_008, subscribers: 731_009, audit: 731_010 } as const;
