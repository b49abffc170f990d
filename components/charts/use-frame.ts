'use client';

import { useEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element, and whether it is near enough to the viewport to be worth drawing. */
export function useFrame(): { ref: RefObject<HTMLDivElement | null>; width: number; isNear: boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [isNear, setIsNear] = useState(false);
  // Synchronises with the size and the place of the element on the screen.
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const size = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    const place = new IntersectionObserver(([entry]) => setIsNear(entry?.isIntersecting ?? false), { rootMargin: '100px' });
    size.observe(element);
    place.observe(element);
    return () => {
      size.disconnect();
      place.disconnect();
    };
  }, []);
  return { ref, width, isNear };
}
