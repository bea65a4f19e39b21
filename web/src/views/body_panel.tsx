/** The left side of Body: postures, sliders, seat. */
import type { JSX } from "preact";
import { PostureFigure } from "../parts/figure";
import { figure } from "../parts/format";
import { Slider } from "../parts/slider";
import { usePage, useState_ } from "../state/context";
import {
  hasBackrest,
  isSeated,
  moved,
  neutralOf,
  SEAT,
  slidersOf,
  TWELVE,
  valueOf,
  type SeatSpec,
  type SliderSpec,
} from "../state/postures";
import { nameOf, t } from "../words/words";

export function PostureList({ strip }: { strip?: boolean }): JSX.Element {
  const { store, stored } = usePage();
  const { body } = useState_();
  const choose = (posture: string): void =>
    store.change(nameOf("short", posture), { body: { posture, inputs: {} } });
  const others = stored.postures.filter(
    ({ name }) => !(TWELVE as readonly string[]).includes(name),
  );
  return (
    <div class={strip ? "postures strip" : "postures"}>
      {TWELVE.map((name) => (
        <button
          key={name}
          class="posture"
          aria-pressed={body.posture === name}
          data-posture={name}
          onClick={() => choose(name)}
        >
          <PostureFigure figure={stored.postures.find((p) => p.name === name)?.figure ?? null} />
          <span>{nameOf("short", name)}</span>
        </button>
      ))}
      <label class="posture-more">
        <span class="visually-hidden">{t("body.others")}</span>
        <select
          value={others.some(({ name }) => name === body.posture) ? body.posture : ""}
          onChange={(e) => e.currentTarget.value && choose(e.currentTarget.value)}
        >
          <option value="">{t("body.others")}</option>
          {others.map(({ name }) => (
            <option key={name} value={name}>
              {nameOf("posture", name)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

export function AdjustSliders(): JSX.Element {
  const { store, stored } = usePage();
  const { body } = useState_();
  const angles = stored.postures.find((p) => p.name === body.posture)?.angles;
  const touched = Object.keys(body.inputs).length > 0;
  const one = (spec: SliderSpec): JSX.Element => {
    const neutral = neutralOf(spec, body.posture, angles);
    const value = Math.round(valueOf(spec, body, angles));
    const about = `${t(`slider.${spec.word}`)} ${figure(value, 0)} ${spec.unit}`;
    return (
      <Slider
        key={spec.key}
        label={t(`slider.${spec.word}`)}
        value={value}
        low={spec.low}
        high={spec.high}
        step={spec.step}
        unit={spec.unit}
        neutral={neutral}
        from={spec.from}
        to={spec.to}
        direction={
          spec.word === "lean" ? t(value < 0 ? "slider.back" : "slider.forward") : undefined
        }
        onStart={() => store.drag()}
        onMove={(x) => {
          const held = store.state.body;
          store.change(about, { body: { ...held, inputs: moved(spec, held, x, neutral) } });
        }}
        onEnd={() => store.drop(about)}
        onCancel={() => store.cancelDrag()}
      />
    );
  };
  const specs = slidersOf(body.posture);
  const beyond = specs.filter((spec) => {
    const value = valueOf(spec, body, angles);
    return value < spec.from || value > spec.to;
  });
  return (
    <>
      <div class="head-row">
        <h2>{t("body.adjust")}</h2>
        <button
          class="link plain"
          disabled={!touched}
          onClick={() => store.change(t("body.reset"), { body: { ...body, inputs: {} } })}
        >
          {t("reset")}
        </button>
      </div>
      {specs.map(one)}
      {beyond.length > 0 && <p class="small beyond-note">{t("slider.beyond")}</p>}
    </>
  );
}

const seatValue = (inputs: Record<string, unknown>, spec: SeatSpec): number => {
  const set = inputs[spec.key];
  return set === undefined ? spec.neutral : Math.round((Number(set) / spec.scale) * 10) / 10;
};

export function SeatPanel(): JSX.Element | null {
  const { store } = usePage();
  const { body } = useState_();
  if (!isSeated(body.posture)) return <p class="small">{t("seat.none")}</p>;
  const backrest = hasBackrest(body);
  const set = (spec: SeatSpec, shown: number): void => {
    const held = store.state.body;
    const { [spec.key]: _, ...rest } = held.inputs;
    const value = Number((shown * spec.scale).toFixed(4));
    const inputs = shown === spec.neutral ? rest : { ...rest, [spec.key]: value };
    store.change(t(`seat.${spec.word}`), { body: { ...held, inputs } });
  };
  const specs = SEAT.filter((spec) => backrest || !["backrest", "pad"].includes(spec.word));
  return (
    <div class="seat">
      <div class="head-row">
        <h2>{t("seat")}</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={backrest}
            onChange={(e) =>
              store.change(t("seat.back"), {
                body: { ...body, inputs: withBackrest(body.inputs, e.currentTarget.checked) },
              })
            }
          />
          {t("seat.back")}
        </label>
      </div>
      <SeatSketch inputs={body.inputs} backrest={backrest} />
      {specs.map((spec) => (
        <Slider
          key={spec.key}
          label={t(`seat.${spec.word}`)}
          value={seatValue(body.inputs, spec)}
          low={spec.low}
          high={spec.high}
          step={spec.step}
          unit={spec.unit}
          neutral={spec.neutral}
          onStart={() => store.drag()}
          onMove={(x) => set(spec, x)}
          onEnd={() => store.drop(t(`seat.${spec.word}`))}
          onCancel={() => store.cancelDrag()}
        />
      ))}
    </div>
  );
}

function withBackrest(
  inputs: Record<string, string | number | boolean>,
  on: boolean,
): typeof inputs {
  const { backrest_deg: _b, lumbar_pad_m: _p, ...rest } = inputs;
  return { ...rest, "support.backrest": on };
}

type Handle = "height" | "tilt" | "backrest";

/** The seat from the side; its round handles can be dragged, the sliders below do the same. */
function SeatSketch({
  inputs,
  backrest,
}: {
  inputs: Record<string, unknown>;
  backrest: boolean;
}): JSX.Element {
  const { store } = usePage();
  const [height, tilt, back, pad] = SEAT.slice(0, 4).map((spec) => seatValue(inputs, spec));
  const y = 112 - 1.25 * (height - 20);
  const turn = (tilt * Math.PI) / 180;
  const lean = (back * Math.PI) / 180;
  const [fx, fy] = [120 + 46 * Math.cos(turn), y - 46 * Math.sin(turn)];
  const [bx, by] = [120 - 40 * Math.cos(turn), y + 40 * Math.sin(turn)];
  const [tx, ty] = [bx - 52 * Math.sin(lean), by - 52 * Math.cos(lean)];
  const drag =
    (what: Handle) =>
    (down: PointerEvent): void => {
      const knob = down.currentTarget as SVGElement;
      const box = (knob.ownerSVGElement as SVGSVGElement).getBoundingClientRect();
      const scale = 240 / box.width;
      knob.setPointerCapture(down.pointerId);
      store.drag();
      const move = (e: PointerEvent): void => {
        const [px, py] = [(e.clientX - box.left) * scale, (e.clientY - box.top) * scale];
        const raw = {
          height: (112 - py) / 1.25 + 20,
          tilt: (Math.atan2(y - py, px - 120) * 180) / Math.PI,
          backrest: (Math.atan2(bx - px, by - py) * 180) / Math.PI,
        }[what];
        const spec = SEAT.find((s) => s.word === what) as SeatSpec;
        const value = Math.min(
          Math.max(Math.round(raw / spec.step) * spec.step, spec.low),
          spec.high,
        );
        const held = store.state.body;
        store.change(t(`seat.${what}`), {
          body: {
            ...held,
            inputs: { ...held.inputs, [spec.key]: Number((value * spec.scale).toFixed(4)) },
          },
        });
      };
      const up = (): void => {
        knob.removeEventListener("pointermove", move);
        store.drop(t(`seat.${what}`));
      };
      knob.addEventListener("pointermove", move);
      knob.addEventListener("pointerup", up, { once: true });
      knob.addEventListener("pointercancel", up, { once: true });
    };
  const knob = (what: Handle, x: number, cy: number): JSX.Element => (
    <g class="seat-handle" onPointerDown={drag(what)}>
      <circle cx={x} cy={cy} r="16" class="hit" />
      <circle cx={x} cy={cy} r="5.5" class="knob" />
    </g>
  );
  return (
    <svg
      class="seat-sketch"
      viewBox="0 0 240 140"
      role="img"
      aria-label={t("seat.sketch", { height: figure(height, 0), tilt: figure(tilt, 0) })}
    >
      <path class="seat-floor" d="M16 126H224" />
      <path class="seat-leg" d={`M120 ${y + 4}V118M98 126L120 116L142 126`} />
      {backrest ? (
        <>
          <path class="seat-back" d={`M${bx} ${by}L${tx} ${ty}`} />
          {pad > 0 && (
            <circle
              class="seat-pad"
              cx={bx * 0.65 + tx * 0.35 + 5}
              cy={by * 0.65 + ty * 0.35}
              r={3 + pad}
            />
          )}
        </>
      ) : (
        <path class="seat-noback" d={`M${bx} ${by}L${tx} ${ty}`} />
      )}
      <path class="seat-plate" d={`M${bx} ${by}L${fx} ${fy}`} />
      <text x="196" y={(y + 126) / 2 + 4}>
        {figure(height, 0)} cm
      </text>
      <path class="seat-measure" d={`M188 ${y}H196M192 ${y}V126M188 126H196`} />
      {knob("height", 120, y)}
      {knob("tilt", fx, fy)}
      {backrest && knob("backrest", tx, ty)}
    </svg>
  );
}
