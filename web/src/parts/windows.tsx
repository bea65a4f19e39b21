/** Windows of the shell: help, keys, more, person, share. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Window } from "../app";
import { usePage, useState_ } from "../state/context";
import { linkOf } from "../state/share";
import { VIEWS, type Language, type Theme } from "../state/state";
import { t, type Word } from "../words/words";
import { Dialog } from "./dialog";
import { Slider } from "./slider";

interface Closable {
  onClose: () => void;
}

/** The three paragraphs of the program, in full. */
export const HelpText = (): JSX.Element => {
  const { stored } = usePage();
  const [now, soon, calm] = stored.help;
  return (
    <div class="help-box" lang="en">
      <p>
        <b>{now}</b>
      </p>
      <p>{soon}</p>
      <p>{calm}</p>
    </div>
  );
};

export const HelpWindow = ({ onClose }: Closable): JSX.Element => (
  <Dialog title={t("help.lead")} onClose={onClose}>
    <HelpText />
    <p>{t("learning")}</p>
  </Dialog>
);

const KEYS: [string, Word][] = [
  ["1 – 6", "keys.views"],
  ["← →", "keys.step"],
  ["Shift ← →", "keys.steps"],
  ["Home", "keys.neutral"],
  ["[ ]", "keys.posture"],
  ["C", "keys.compare"],
  ["L", "keys.layers"],
  ["F S B Q", "keys.camera"],
  ["Space", "keys.play"],
  [", .", "keys.frame"],
  ["Ctrl Z", "keys.undo"],
  ["Ctrl Shift Z", "keys.redo"],
  ["/", "keys.search"],
  ["Tab, arrows", "keys.block"],
  ["Shift arrows", "keys.length"],
  ["Enter", "keys.edit"],
  ["Delete", "keys.remove"],
  ["Esc", "keys.cancel"],
];

export function KeysWindow({ onClose }: Closable): JSX.Element {
  const { store } = usePage();
  const state = useState_();
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([key, word]) => (
          <div key={word}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={state.letterKeys}
          onChange={(e) => store.look({ letterKeys: e.currentTarget.checked })}
        />
        {t("keys.letters")}
      </label>
    </Dialog>
  );
}

function Choice<T extends string>(p: {
  label: string;
  value: T;
  of: readonly [T, string][];
  onChange: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="choice">
      <legend>{p.label}</legend>
      <div class="segments">
        {p.of.map(([value, word]) => (
          <button key={value} aria-pressed={p.value === value} onClick={() => p.onChange(value)}>
            {word}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

export function MoreWindow(p: Closable & { open: (w: Window) => void }): JSX.Element {
  const { store, stored } = usePage();
  const state = useState_();
  const [parts, setParts] = useState(false);
  const themes: [Theme, string][] = [
    ["auto", t("theme.auto")],
    ["light", t("theme.light.short")],
    ["dark", t("theme.dark.short")],
  ];
  const languages: [Language, string][] = [
    ["en", "English"],
    ["de", "Deutsch"],
  ];
  return (
    <Dialog title={t("more")} onClose={p.onClose}>
      <div class="more-views narrow-only">
        {VIEWS.map((view) => (
          <button
            key={view}
            class="outlined"
            onClick={() => {
              store.look({ view });
              p.onClose();
            }}
          >
            {t(`view.${view}`)}
          </button>
        ))}
      </div>
      <Choice
        label={t("language")}
        value={state.language}
        of={languages}
        onChange={(language) => store.look({ language })}
      />
      <Choice
        label={t("theme")}
        value={state.theme}
        of={themes}
        onChange={(theme) => store.look({ theme })}
      />
      <Choice
        label={t("reading")}
        value={state.reading}
        of={[
          ["plain", t("reading.plain")],
          ["full", t("reading.full")],
        ]}
        onChange={(reading) => store.look({ reading })}
      />
      <p class="row">
        <button class="outlined" onClick={() => p.open("help")}>
          {t("help.title")}
        </button>
        <button class="outlined" onClick={() => p.open("keys")}>
          {t("keys.title")}
        </button>
        <button class="outlined" onClick={() => p.open("person")}>
          {t("person.edit")}
        </button>
        <button class="outlined" disabled={!store.redoes} onClick={() => store.redo()}>
          {t("redo")}
        </button>
        <button class="outlined" onClick={() => print()}>
          {t("print")}
        </button>
      </p>
      <p>{t("learning")}</p>
      <p class="caption">
        psoas {stored.version} · Apache-2.0 · {t("local")}
      </p>
      <button class="link" aria-expanded={parts} onClick={() => setParts(!parts)}>
        {t("licences")}
      </button>
      {parts &&
        stored.licences.map((part) => (
          <details key={part.name}>
            <summary>
              {part.name} {part.version} · {part.licence}
            </summary>
            <pre lang="en">{part.text}</pre>
          </details>
        ))}
    </Dialog>
  );
}

interface PersonSpec {
  key: string;
  word: Word;
  low: number;
  high: number;
  step: number;
  unit: string;
  neutral: number;
  scale: number;
}
const PERSON: PersonSpec[] = [
  { key: "age", word: "person.age", low: 16, high: 100, step: 1, unit: "", neutral: 40, scale: 1 },
  {
    key: "height",
    word: "person.height",
    low: 135,
    high: 215,
    step: 1,
    unit: "cm",
    neutral: 175,
    scale: 0.01,
  },
  {
    key: "mass",
    word: "person.mass",
    low: 35,
    high: 180,
    step: 1,
    unit: "kg",
    neutral: 75,
    scale: 1,
  },
  {
    key: "pelvic_incidence",
    word: "person.incidence",
    low: 28,
    high: 84,
    step: 1,
    unit: "°",
    neutral: 51,
    scale: 1,
  },
  {
    key: "lordosis",
    word: "person.lordosis",
    low: 15,
    high: 80,
    step: 1,
    unit: "°",
    neutral: 45,
    scale: 1,
  },
  {
    key: "strength",
    word: "person.strength",
    low: 20,
    high: 200,
    step: 5,
    unit: "%",
    neutral: 100,
    scale: 0.01,
  },
  {
    key: "psoas_strength",
    word: "person.psoas",
    low: 5,
    high: 200,
    step: 5,
    unit: "%",
    neutral: 100,
    scale: 0.01,
  },
  {
    key: "hip_flexor_shortening",
    word: "person.short",
    low: -20,
    high: 40,
    step: 1,
    unit: "%",
    neutral: 0,
    scale: 0.01,
  },
  {
    key: "flexibility",
    word: "person.flexible",
    low: 50,
    high: 160,
    step: 5,
    unit: "%",
    neutral: 100,
    scale: 0.01,
  },
];
const PAIRS = new Set(["psoas_strength", "hip_flexor_shortening"]);

/** The sliders of the person; also in the phone's sheet. */
export function PersonSliders(): JSX.Element {
  const { store } = usePage();
  const state = useState_();
  const { sex, ...others } = state.person;
  const set = (spec: PersonSpec, shown: number): void => {
    const { [spec.key]: _, ...rest } = state.person;
    const value = Number((shown * spec.scale).toFixed(4));
    const kept =
      shown === spec.neutral
        ? rest
        : { ...rest, [spec.key]: PAIRS.has(spec.key) ? `${value},${value}` : value };
    store.change(t(spec.word), { person: kept });
  };
  return (
    <>
      <Choice
        label={t("person.sex")}
        value={sex === "female" ? "female" : "male"}
        of={[
          ["male", t("person.man")],
          ["female", t("person.woman")],
        ]}
        onChange={(value) =>
          store.change(t("person.sex"), {
            person: value === "female" ? { ...others, sex: value } : others,
          })
        }
      />
      {PERSON.map((spec) => {
        const found = state.person[spec.key];
        const value =
          found === undefined
            ? spec.neutral
            : Math.round((Number.parseFloat(String(found)) / spec.scale) * 10) / 10;
        return (
          <Slider
            key={spec.key}
            label={t(spec.word)}
            value={value}
            low={spec.low}
            high={spec.high}
            step={spec.step}
            unit={spec.unit}
            neutral={spec.neutral}
            onStart={() => store.drag()}
            onMove={(x) => set(spec, x)}
            onEnd={() => store.drop(t(spec.word))}
            onCancel={() => store.cancelDrag()}
          />
        );
      })}
    </>
  );
}

export function PersonWindow({ onClose }: Closable): JSX.Element {
  const { store } = usePage();
  const state = useState_();
  return (
    <Dialog title={t("person.title")} onClose={onClose}>
      <p>{t("person.lead")}</p>
      <PersonSliders />
      <button
        class="outlined"
        disabled={Object.keys(state.person).length === 0}
        onClick={() => store.change(t("person.reset"), { person: {} })}
      >
        {t("person.reset")}
      </button>
    </Dialog>
  );
}

export function ShareWindow({ onClose }: Closable): JSX.Element {
  const { store, stored } = usePage();
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    void linkOf(store.state, stored.version).then((hash) =>
      setLink(location.href.replace(/#.*$/, "") + hash),
    );
  }, [store, stored]);
  const copy = (): void => {
    void navigator.clipboard
      ?.writeText(link)
      .then(() => setCopied(true))
      .catch(() => setCopied(false));
  };
  return (
    <Dialog title={t("share.title")} onClose={onClose}>
      <p>{t("share.lead")}</p>
      <label>
        {t("share.link")}
        <input class="share-link" readOnly value={link} onFocus={(e) => e.currentTarget.select()} />
      </label>
      <p class="row">
        <button class="filled" disabled={!link} onClick={copy}>
          {t("share.copy")}
        </button>
        <span role="status">{copied ? t("share.copied") : ""}</span>
      </p>
    </Dialog>
  );
}
