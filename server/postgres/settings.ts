import { socketPort } from './layout';

/** The server's settings. They are given on its command line, so a new release of Nines changes them without editing a file. */
export function settingsFor(socketDir: string): Record<string, string> {
  return {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '60',

    shared_buffers: '64MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    autovacuum_max_workers: '2',
    // The machine is shared with Node: no helpers for one query, and reads by the process that wants them.
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    io_method: 'sync',
    jit: 'off',

    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_compression: 'on',
    wal_buffers: '4MB',
    // Bounds both the disk space and the time that recovery takes after a crash.
    min_wal_size: '64MB',
    max_wal_size: '256MB',
    checkpoint_timeout: '5min',

    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
}

export function settingArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
