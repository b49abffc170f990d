'use client';

import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { deleteAlertRule, switchAlertRule, type listAlertRules } from '@/lib/alerts/rules/api';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import { rulesKey } from './rule-queries';

type RulePages = InfiniteData<z.output<(typeof listAlertRules)['response']>>;

/** Switches a rule on or off: shown at once, and taken back when the server refuses. */
export function useSwitchRule() {
  const queries = useQueryClient();
  const lists = { queryKey: [...rulesKey, 'list'] };
  return useMutation({
    mutationFn: ({ id, version, settings }: RuleView) => callEndpoint(switchAlertRule, { params: { id }, body: { version, isEnabled: !settings.isEnabled } }),
    onMutate: async (rule) => {
      await queries.cancelQueries(lists);
      const before = queries.getQueriesData<RulePages>(lists);
      queries.setQueriesData<RulePages>(lists, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, rules: page.rules.map((each) => (each.id === rule.id ? switched(each) : each)) })) });
      return before;
    },
    onError: (_error, _rule, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: rulesKey }),
  });
}

export function useDeleteRule(onDeleted: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: RuleView) => callEndpoint(deleteAlertRule, { params: { id }, query: { version } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: rulesKey });
    },
  });
}

function switched(rule: RuleView): RuleView {
  return { ...rule, settings: { ...rule.settings, isEnabled: !rule.settings.isEnabled } };
}
