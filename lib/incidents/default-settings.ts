import { IncidentSettings } from './schemas';

const ofServices = [{ label: 'service', operator: '!=', value: '' }, { label: 'service', operator: '!=', value: 'nines' }] as const;

/**
 * What a tenant begins with. Only alerts of services declare incidents: those of a host alone, and those of Nines about itself, are alerts like any other until somebody
 * writes a rule for them.
 */
export const defaultIncidentSettings: IncidentSettings = IncidentSettings.parse({
  severities: [
    { key: 'sev1', name: 'SEV1', look: 'critical', description: 'Many users cannot use a main function, or data is at risk. People are called at any hour.' },
    { key: 'sev2', name: 'SEV2', look: 'warning', description: 'A main function is slow or fails for some users, or an error budget is running out.' },
    { key: 'sev3', name: 'SEV3', look: 'info', description: 'Small: few users notice, or there is a way around it. It can wait for the working day.' },
  ],
  declare: [
    { name: 'Several services at once', matchers: [...ofServices], severities: ['critical', 'warning'], services: 3, severity: 'sev1' },
    { name: 'Error budget burns fast', matchers: [{ label: 'alertname', operator: '=', value: 'ErrorBudgetBurn' }], severities: ['critical'], severity: 'sev2' },
    { name: 'Objective missed', matchers: [{ label: 'alertname', operator: '=', value: 'ObjectiveMissed' }], severities: ['critical'], severity: 'sev3' },
    { name: 'Critical alert of a service', matchers: [...ofServices], severities: ['critical'], severity: 'sev2' },
  ],
  templates: [
    { name: 'We are looking into it', status: 'investigating', text: 'Since {since} there are problems with {services}. We are looking for the cause and will write again within 30 minutes.' },
    { name: 'We know the cause', status: 'identified', text: 'We know why {services} does not work as it should, and are working on it. We will write again within 30 minutes.' },
    { name: 'It works again, we watch it', status: 'monitoring', text: 'What was wrong with {services} is fixed. We keep watching it and will write once more when it is over.' },
    { name: 'It is over', status: 'resolved', text: 'The problems with {services} that began at {since} are over. We are sorry for the trouble.' },
  ],
  checklist: ['Say who leads', 'Say what users notice', 'Look at what was rolled out shortly before', 'Tell those who are touched'],
});
