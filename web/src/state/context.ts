/** How components reach the store and the session, and hear of changes. */
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Session, Shown } from "./session";
import type { State } from "./state";
import type { Store } from "./store";
import type { Stored } from "./stored";

export interface Page {
  store: Store;
  session: Session;
  stored: Stored;
  /** Why there is no engine; empty: there is one. */
  engineTrouble: string;
  /** The resolved theme. */
  shade: "light" | "dark";
  /** Says something to screen readers, politely. */
  announce: (text: string) => void;
  /** A note that floats for some seconds. */
  note: (text: string) => void;
}

export const PageContext = createContext<Page>(null as unknown as Page);
export const usePage = (): Page => useContext(PageContext);

export function useState_(): State {
  const { store } = usePage();
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => store.listen(() => again(0)), [store]);
  return store.state;
}

export function useShown(): Shown {
  const { session } = usePage();
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => session.listen(() => again(0)), [session]);
  return session.shown;
}
