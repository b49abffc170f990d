import type { z } from 'zod';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { StateIcon } from '@/components/ui/state';
import { componentStates, type ComponentState } from '@/lib/incidents/schemas';
import type { StatusPageView } from '@/lib/status-pages/schemas';
import { componentStateWord } from './component-words';
import type { UpdateDraft } from './update-draft';

interface UpdatePublicProps {
  draft: UpdateDraft;
  page: z.infer<typeof StatusPageView>;
  fault: string | undefined;
  /** Names from inside that the public would read. */
  internalNames: readonly string[];
  onEdit: (change: Partial<UpdateDraft>) => void;
}

/** What the status page shows with the update: a title for the public, and how the components are. */
export function UpdatePublic({ draft, page, fault, internalNames, onEdit }: UpdatePublicProps) {
  const { isPublic, publicTitle, components } = draft;
  const set = (id: string, state: ComponentState | null) => {
    const { [id]: _before, ...others } = components;
    onEdit({ components: state === null ? others : { ...others, [id]: state } });
  };
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-base border p-3">
      <Check label="Show it on the status page" hint={page.isOn ? `Everybody can read it at ${page.url}.` : 'The status page is switched off. Switch it on first, and nothing of this is shown until then.'} checked={isPublic} disabled={!page.isOn} onChange={(event) => onEdit({ isPublic: event.target.checked })} />
      {isPublic ? (
        <>
          <Field label="Title for the public" maxLength={200} placeholder="Some payments fail" value={publicTitle} error={fault} onChange={(event) => onEdit({ publicTitle: event.target.value })} hint="It and the words of the update are shown there as they are; nothing else of the incident is." />
          {internalNames.length > 0 ? (
            <p className="flex items-start gap-2 rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
              <StateIcon state="warning" />
              <span className="min-w-0 break-words">The public would read names from inside, of services, checks, hosts or people of this incident: {internalNames.join(', ')}.</span>
            </p>
          ) : null}
          {page.components.length > 0 ? (
            <fieldset className="min-w-0">
              <legend className="mb-1 text-sm font-medium">Components</legend>
              <ul className="divide-y rounded-base border">
                {page.components.map(({ id, name }) => (
                  <li key={id} className="flex min-h-11 items-center justify-between gap-3 px-3 py-1">
                    <label htmlFor={`component-${id}`} className="min-w-0 text-sm break-words">
                      {name}
                    </label>
                    <select
                      id={`component-${id}`}
                      value={components[id] ?? ''}
                      onChange={(event) => set(id, componentStates.find((each) => each === event.target.value) ?? null)}
                      className="h-11 max-w-[55%] min-w-0 rounded-base border border-line-strong bg-surface px-2 text-base sm:h-9 sm:text-sm"
                    >
                      <option value="">Not touched</option>
                      {componentStates.map((state) => (
                        <option key={state} value={state}>
                          {componentStateWord[state]}
                        </option>
                      ))}
                    </select>
                  </li>
                ))}
              </ul>
            </fieldset>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
