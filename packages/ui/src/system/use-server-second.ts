import { useEffect, useState } from 'react';
import { useSystem } from './use-system';

/** The server's present second as epoch milliseconds, renewed at each turn of the second. */
export function useServerSecond(): number {
  const { offsetMs } = useSystem();
  const [second, setSecond] = useState(() => Math.floor((Date.now() + offsetMs) / 1000) * 1000);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = Date.now() + offsetMs;
      setSecond(Math.floor(now / 1000) * 1000);
      timer = setTimeout(tick, 1000 - (now % 1000) + 4);
    };
    tick();
    return () => clearTimeout(timer);
  }, [offsetMs]);
  return second;
}
