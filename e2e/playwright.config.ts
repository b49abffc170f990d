import { defineConfig } from '@playwright/test';
import { findBrowser, launchOptions } from './browser';

// Each worker process reads this file too; the first one hands its browser on.
process.env.CHROMIUM_PATH ??= await findBrowser((line) => console.log(line));

const jsonReport = process.env.E2E_JSON_REPORT;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // One at a time: the tests put load on the machine and measure it.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 40_000,
  expect: { timeout: 8_000 },
  reporter: [['list'], ...(jsonReport ? [['json', { outputFile: jsonReport }] as const] : [])],
  use: {
    launchOptions: launchOptions(process.env.CHROMIUM_PATH),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
