'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import type { Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { permissionWords } from '@/lib/auth/permission-words';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { isAppError } from '@/lib/errors';
import { createApiKey, keyLimits } from '@/lib/keys/api';
import { scopePresets } from '@/lib/keys/scope-words';
import { ExpiryField, readDays } from './expiry-field';
import { apiKeysQuery } from './key-queries';
import { MadeKey } from './made-key';

/** A new key: what it is for, what it may do, and when it ends. */
export function CreateKeyForm({ viewer, onDone }: { viewer: Viewer; onDone: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const [days, setDays] = useState('365');
  const expiresInDays = readDays(days);
  const make = useMutation({
    mutationFn: () => callEndpoint(createApiKey, { body: { name: name.trim(), scopes: [...scopes], expiresInDays: expiresInDays ?? null } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
  if (make.data) return <MadeKey made={make.data} onDone={onDone} />;
  const issues = isAppError(make.error) ? make.error.issues : [];
  const held = permissions.filter((permission) => viewer.permissions.includes(permission));
  const isReady = name.trim() !== '' && scopes.length > 0 && expiresInDays !== undefined;
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) make.mutate();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={keyLimits.name} placeholder="Agent of web-1" value={name} error={issueAt(issues, 'name')} hint="Who or what uses it. Stands in the audit trail of what it does." onChange={(event) => setName(event.target.value)} />
      <fieldset className="flex min-w-0 flex-col gap-1">
        <legend className="text-sm font-medium">What it may do</legend>
        <div className="flex flex-wrap gap-2 py-1">
          {scopePresets.map((preset) => {
            const taken = preset.scopes.filter((scope) => held.includes(scope));
            return (
              <Button key={preset.name} disabled={taken.length === 0} aria-pressed={taken.length > 0 && taken.length === scopes.length && taken.every((scope) => scopes.includes(scope))} onClick={() => setScopes(taken)} className="aria-pressed:border-ink">
                {preset.name}
              </Button>
            );
          })}
        </div>
        {held.map((scope) => (
          <Check key={scope} label={permissionWords[scope]} hint={<span className="font-mono">{scope}</span>} checked={scopes.includes(scope)} onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))} />
        ))}
        {held.length < permissions.length ? <p className="text-xs text-muted">Only what you may do yourself can be given to a key.</p> : null}
      </fieldset>
      <ExpiryField days={days} onChange={setDays} />
      <FormRefusal issues={issues} error={make.error} />
      <Button type="submit" look="primary" size="large" pending={make.isPending} disabled={!isReady}>
        Create the key
      </Button>
    </form>
  );
}
