import { exportConfiguration } from '@/lib/configuration/api';
import { exportWhole } from '@/server/configuration/history';
import { textRoute } from '@/server/http/text-route';
import { runtime } from '@/server/runtime';

export const GET = textRoute({ ...exportConfiguration, contentType: 'application/yaml; charset=utf-8' }, ({ caller }) => exportWhole(runtime(), caller));
