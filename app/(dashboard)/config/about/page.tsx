import type { Metadata } from 'next';
import { About } from '@/components/config/about/about';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'About and health' };

export default function AboutPage() {
  return (
    <ConfigFrame title="About and health" path="/config/about">
      {() => <About />}
    </ConfigFrame>
  );
}
