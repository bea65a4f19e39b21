/**
 * What a reload would lose beside the state: where one stood in a view, for as long as the tab is
 * open, and files and long results, on this machine until they are taken away.
 */
import { useCallback, useState } from "preact/hooks";

const PLACE = "psoas.page/1/at.";

/** Like useState, and still there after a reload of the tab, where it is of the same kind. */
export function useKept<T extends string | number | boolean>(
  name: string,
  first: T,
): [T, (next: T | ((now: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => recall(name, first));
  const set = useCallback(
    (next: T | ((now: T) => T)) =>
      setValue((now) => {
        const value = typeof next === "function" ? next(now) : next;
        try {
          sessionStorage.setItem(PLACE + name, JSON.stringify(value));
        } catch {
          // full or closed to us: the page works on without
        }
        return value;
      }),
    [name],
  );
  return [value, set];
}

function recall<T>(name: string, first: T): T {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE + name) ?? "null");
    return typeof found === typeof first ? found : first;
  } catch {
    return first;
  }
}

// ---- files and results

/** Where there is no database they live as long as the page. */
const here = new Map<string, unknown>();

let database: Promise<IDBDatabase> | null = null;

/**
 * It stays open, so that what is written is on its way before the next event: a reload right after
 * cannot come between.
 */
async function opened(mode: IDBTransactionMode): Promise<IDBTransaction | null> {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("psoas.page", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const closed = (): void => void (database = null);
      asked.result.onclose = closed; // the browser took it away
      asked.result.onversionchange = () => {
        asked.result.close(); // another tab has a later page
        closed();
      };
      resolve(asked.result);
    };
  });
  try {
    return (await database).transaction("kept", mode);
  } catch {
    database = null; // closed to us, or just now: the next one asks again
    return null;
  }
}

/** `value`: what structured clones can hold. */
export async function keep(name: string, value: unknown): Promise<void> {
  here.set(name, value);
  const writing = await opened("readwrite");
  try {
    const put = writing?.objectStore("kept").put(value, name);
    if (put) put.onerror = (event) => event.preventDefault(); // full: this visit has it
    writing?.commit();
  } catch {
    // nothing that a clone can hold
  }
}

export async function kept<T>(name: string): Promise<T | null> {
  if (here.has(name)) return here.get(name) as T;
  const reading = await opened("readonly");
  return new Promise((resolve) => {
    if (!reading) return resolve(null);
    const asked = reading.objectStore("kept").get(name);
    asked.onsuccess = () => resolve((asked.result as T | undefined) ?? null);
    asked.onerror = () => resolve(null);
  });
}

export async function forget(name: string): Promise<void> {
  here.delete(name);
  const writing = await opened("readwrite");
  writing?.objectStore("kept").delete(name);
  writing?.commit();
}
