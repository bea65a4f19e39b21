/** A window over the page: the browser's own, so that focus stays in it and Esc closes it. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./icons";
import { t } from "../words/words";

export function Dialog(p: {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    ref.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog
      ref={ref}
      class={p.wide ? "wide" : ""}
      aria-labelledby={id}
      onClose={p.onClose}
      onClick={(e) => e.target === ref.current && ref.current?.close()}
    >
      <div class="dialog-head">
        <h2 id={id}>{p.title}</h2>
        <button class="quiet" aria-label={t("close")} onClick={() => ref.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body">{p.children}</div>
    </dialog>
  );
}
