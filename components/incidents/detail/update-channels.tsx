import type { ChannelView } from '@/lib/alerts/channels/schemas';

interface UpdateChannelsProps {
  channels: readonly ChannelView[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

const most = 50;

/** The channels that the update goes to; those that are switched off are not offered. */
export function UpdateChannels({ channels, chosen, onChange }: UpdateChannelsProps) {
  const offered = channels.filter(({ isEnabled }) => isEnabled);
  if (offered.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">Channels</legend>
      <ul className="grid max-h-56 grid-cols-1 gap-x-4 overflow-y-auto rounded-base border px-3 py-1 sm:grid-cols-2">
        {offered.map(({ id, name, title }) => (
          <li key={id}>
            <label className="flex min-h-11 items-center gap-3 sm:min-h-9">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) => onChange(event.target.checked ? [...chosen, id].slice(0, most) : chosen.filter((each) => each !== id))}
                className="size-4 shrink-0 accent-ink"
              />
              <span className="min-w-0 text-sm break-words">
                {name} <span className="text-xs text-muted">{title}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
