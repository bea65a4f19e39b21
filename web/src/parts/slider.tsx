/**
 * A slider over a real range input: dotted where the model runs on, a band where people were
 * measured, a tick at neutral. Its value is a text field; the arrows go one step, Shift ten.
 */
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { figure } from "./format";

export interface SliderProps {
  label: string;
  value: number;
  low: number;
  high: number;
  step: number;
  unit: string;
  neutral?: number;
  /** Where people were measured. */
  from?: number;
  to?: number;
  /** A word behind the number: "forward". */
  direction?: string | undefined;
  onStart: () => void;
  onMove: (value: number) => void;
  onEnd: () => void;
  onCancel?: () => void;
}

export function Slider(p: SliderProps): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const held = useRef(false);
  const share = (x: number): number => Math.min(Math.max((x - p.low) / (p.high - p.low), 0), 1);
  const clamp = (x: number): number => Math.min(Math.max(x, p.low), p.high);
  const places = p.step < 1 ? 1 : 0;

  const once = (value: number): void => {
    p.onStart();
    p.onMove(clamp(value));
    p.onEnd();
  };
  const onKey = (event: KeyboardEvent): void => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (way) once(p.value + way * p.step * (event.shiftKey ? 10 : 1));
    else if (event.key === "Home") once(p.neutral ?? p.low);
    else if (event.key === "End") once(p.high);
    else if (event.key === "Escape" && held.current) p.onCancel?.();
    else return;
    event.preventDefault();
  };
  const finish = (): void => {
    if (held.current) p.onEnd();
    held.current = false;
  };
  const take = (text: string): void => {
    const value = Number.parseFloat(text.replace("\u2212", "-").replace(",", "."));
    if (Number.isFinite(value) && value !== p.value) once(value);
    setTyped(null);
  };

  return (
    <div class="slider">
      <label for={id}>{p.label}</label>
      <span class="slider-value">
        <input
          type="text"
          inputMode="decimal"
          aria-label={p.label}
          size={4}
          value={typed ?? figure(p.value, places)}
          onInput={(e) => setTyped(e.currentTarget.value)}
          onBlur={(e) => typed !== null && take(e.currentTarget.value)}
          onKeyDown={(e) => e.key === "Enter" && take(e.currentTarget.value)}
        />
        <span class="unit">
          {p.unit}
          {p.direction ? ` ${p.direction}` : ""}
        </span>
      </span>
      <span class="track" style={trackStyle(p, share)}>
        <span class="track-dots" />
        <span class="track-band" />
        <span class="track-fill" />
        {p.neutral !== undefined && <span class="track-tick" />}
        <input
          id={id}
          type="range"
          min={p.low}
          max={p.high}
          step={p.step}
          value={p.value}
          aria-valuetext={`${figure(p.value, places)} ${p.unit} ${p.direction ?? ""}`.trim()}
          onPointerDown={() => {
            held.current = true;
            p.onStart();
          }}
          onInput={(e) => {
            if (held.current) p.onMove(Number(e.currentTarget.value));
            else once(Number(e.currentTarget.value));
          }}
          onPointerUp={finish}
          onPointerCancel={finish}
          onChange={finish}
          onKeyDown={onKey}
          onDblClick={() => p.neutral !== undefined && once(p.neutral)}
        />
      </span>
    </div>
  );
}

function trackStyle(p: SliderProps, share: (x: number) => number): Record<string, string> {
  const neutral = share(p.neutral ?? p.low);
  const value = share(p.value);
  return {
    "--from": String(share(p.from ?? p.low)),
    "--to": String(share(p.to ?? p.high)),
    "--neutral": String(neutral),
    "--fill-from": String(Math.min(neutral, value)),
    "--fill-to": String(Math.max(neutral, value)),
  };
}
