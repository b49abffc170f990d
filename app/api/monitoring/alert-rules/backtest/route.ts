import { backtestAlertRule } from '@/lib/alerts/rules/api';
import { backtestRule } from '@/server/alerts/rules/backtest';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(backtestAlertRule, ({ caller, body }) => backtestRule(runtime(), caller, body));
