import { useQuery } from '@tanstack/react-query';
import { allServicesQuery } from './service-queries';

/** How services are called, by their ids; one that is not known by its id. */
export function useServiceNames(): (id: string) => string {
  const { data } = useQuery(allServicesQuery());
  return (id) => data?.services.find((each) => each.id === id)?.settings.name ?? id;
}
