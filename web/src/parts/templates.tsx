/** Days and weeks as files: templates to begin with, one's own YAML in and out. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { usePage, useState_ } from "../state/context";
import { runOnce, type Asked } from "../state/runs";
import type { State } from "../state/state";
import { t } from "../words/words";
import { Dialog } from "./dialog";
import { download } from "./download";
import { Icon } from "./icons";

export function Templates(p: {
  verb: Asked["verb"];
  list: { name: string; title: string; yaml: string }[];
  /** The file as it stands now. */
  text: string;
  /** The state after a file was read, from the inputs that the engine gives back. */
  taken: (inputs: Record<string, unknown>) => Partial<State>;
}): JSX.Element {
  const { store, session, note } = usePage();
  const { person } = useState_();
  const [open, setOpen] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  /** The engine reads the file, so that what is wrong in it is said with line and column. */
  const take = async (text: string): Promise<void> => {
    if (!session.work) return note(t("engine.none"));
    try {
      const { result } = await runOnce(session.work, { verb: p.verb, text, person }, 0);
      store.change(t("day.template"), p.taken(result.inputs as Record<string, unknown>));
      setOpen(false);
    } catch (problem) {
      note((problem as Error).message);
    }
  };
  return (
    <>
      <button class="outlined" onClick={() => setOpen(true)}>
        <Icon name="file" size={16} /> {t("day.templates")}
      </button>
      <button class="outlined" onClick={() => download(`${p.verb}.yaml`, p.text)}>
        <Icon name="download" size={16} /> YAML
      </button>
      {open && (
        <Dialog title={t("day.templates")} onClose={() => setOpen(false)}>
          <ul class="list">
            {p.list.map(({ name, title, yaml }) => (
              <li key={name}>
                <button
                  class="outlined wide-button"
                  lang="en"
                  data-template={name}
                  onClick={() => void take(yaml)}
                >
                  {title}
                </button>
              </li>
            ))}
          </ul>
          <p>{t("day.import")}</p>
          <button class="outlined" onClick={() => file.current?.click()}>
            <Icon name="file" size={16} /> {t("day.choose")}
          </button>
          <input
            ref={file}
            type="file"
            accept=".yaml,.yml"
            class="visually-hidden"
            aria-label={t("day.choose")}
            tabIndex={-1}
            onChange={(e) => void e.currentTarget.files?.[0]?.text().then(take)}
          />
        </Dialog>
      )}
    </>
  );
}
