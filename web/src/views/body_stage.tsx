/** The middle of Body: the 3D stage or its flat drawing, the ladder of discs, layers, cameras. */
import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { at, figure, ranged } from "../parts/format";
import { FlatBody } from "../parts/flat_body";
import type { FlatFrame, FlatScene } from "../parts/flat_shapes";
import { Icon } from "../parts/icons";
import { Ladder, type Spot } from "../parts/ladder";
import { gradient, roundUp } from "../parts/scales";
import { usePage, useShown, useState_ } from "../state/context";
import { CAMERAS } from "../state/keys";
import { numberAt, postureKey } from "../state/session";
import { isFirst, type Camera, type State } from "../state/state";
import { boneData } from "../state/parts_of_page";
import { painted, presented } from "../parts/moments";
import { dragCamera } from "../three/orbit";
import type { Hit, Look, Stage } from "../three/stage";
import { nameOf, t } from "../words/words";
import { BodyDrag, calm, STILL } from "./body_drag";
import { BodyTwin, LEVELS, Tip } from "./body_tip";

const LAYERS = ["bones", "psoas", "discs", "nerves", "iliacus", "back", "ribs", "seat"] as const;
/** The first ones are always in sight, the others one step away. */
const FIRST_LAYERS = 4;

const LONGEST_MS = 1500; // to wait for the first picture, where the browser tells nothing of it

/** Where the spine stands: the ladder needs the right half on wide stages, and on phones. */
const acrossOf = (width: number): number => (width > 900 ? 0.36 : width > 560 ? 0.32 : 0.3);

export function titleOf(state: State): string {
  const touched = Object.keys(state.body.inputs).length > 0;
  return nameOf("posture", state.body.posture) + (touched ? `, ${t("body.adjusted")}` : "");
}

export function BodyStage(): JSX.Element {
  const page = usePage();
  const state = useState_();
  const shown = useShown();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const [flat, setFlat] = useState(false);
  const [ready, setReady] = useState(false);
  const [drawn3d, setDrawn3d] = useState(false);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [marked, setMarked] = useState<Hit>(null);
  const [opened, setOpened] = useState<Hit>(null);
  const [spots, setSpots] = useState<Spot[]>([]);
  const [moving, setMoving] = useState(false);
  const pressed = useRef({ x: 0, y: 0 });
  const [allLayers, setAllLayers] = useState(false);

  const levels = LEVELS.map(
    (level) =>
      numberAt(shown, `levels.${level}.compression_N`) ??
      ranged(at(page.stored.first, `levels.${level}.compression_N`)),
  );
  const compared = shown.compared
    ? LEVELS.map(
        (level) => ranged(at(shown.compared, `levels.${level}.compression_N`))?.value ?? null,
      )
    : LEVELS.map(() => null);
  const mostLoad = roundUp(
    Math.max(400, ...levels.map((l) => l?.p90 ?? l?.value ?? 0), ...compared.map((c) => c ?? 0)),
  );
  const { scene, frame } = shown;
  // before 3D is there, a drawing; before the engine, of the posture that the page opens with
  const sketch = scene && frame ? { scene, frame } : isFirst(state) ? page.stored.flat : null;
  const mostForce = roundUp(Math.max(2, ...psoasForces(sketch)));
  const look: Look = {
    shade: page.shade,
    hidden: state.hidden,
    camera: state.camera,
    mostForce,
    mostLoad,
    marked: marked ?? opened,
    across: acrossOf(size.width),
  };
  const lookNow = useRef(look);
  lookNow.current = look;

  useLayoutEffect(() => {
    const element = box.current as HTMLElement;
    const watch = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    let gone = false;
    void makeStage(canvas.current as HTMLCanvasElement).then((made) => {
      if (gone) return made?.dispose();
      stage.current = made;
      setFlat(!made);
      setReady(true);
      return undefined;
    });
    return () => {
      gone = true;
      stage.current?.dispose();
      stage.current = null;
    };
  }, []);

  const drawn = useRef({ frame, posture: "" });
  useLayoutEffect(() => {
    const s = stage.current;
    if (!s || !scene || !frame || !size.width) return;
    s.resize(size.width, size.height);
    const { posture } = page.store.state.body;
    const other = !!drawn.current.posture && drawn.current.posture !== posture;
    const ease = frame !== drawn.current.frame && (other || (s.moving && !page.store.dragging));
    if (frame !== drawn.current.frame) drawn.current = { frame, posture };
    const place = (): void => setSpots(LEVELS.map((_, i) => s.discOnScreen(i)));
    s.onMove = (moves) => {
      place();
      setMoving(moves);
    };
    s.show(scene, frame, lookNow.current, ease && !calm());
    place();
    if (!drawn3d) {
      setDrawn3d(true);
      void painted().then(() => performance.mark("psoas-first-3d"));
    }
    page.session.drawn();
  }, [
    scene,
    frame,
    ready,
    size,
    page,
    state.hidden,
    state.camera,
    page.shade,
    mostForce,
    mostLoad,
    marked,
    opened,
  ]);

  useEffect(() => {
    const save = ({ detail }: CustomEvent<(blob: Blob) => void>): void =>
      void stage.current?.picture(lookNow.current).then(detail);
    addEventListener("psoas-picture", save as EventListener);
    return () => removeEventListener("psoas-picture", save as EventListener);
  }, []);

  const turn = useCallback((camera: Camera) => page.store.look({ camera }), [page.store]);
  useEffect(
    () => dragCamera(canvas.current as HTMLCanvasElement, () => page.store.state.camera, turn),
    [page.store, turn, flat],
  );

  const pick = (event: PointerEvent | MouseEvent): Hit => {
    const rect = (canvas.current as HTMLElement).getBoundingClientRect();
    return stage.current?.pick(event.clientX - rect.left, event.clientY - rect.top) ?? null;
  };
  const isReady = ready && (!!shown.trouble || (!!frame && (flat || drawn3d)));

  return (
    <div
      class="stage-box"
      ref={box}
      data-ready={isReady ? "yes" : "no"}
      data-moving={moving ? "yes" : "no"}
      data-numbers={shown.result && shown.of === postureKey(state) ? "ranges" : "live"}
    >
      <div class="stage-head">
        <div>
          <h1>{titleOf(state)}</h1>
          <p class="caption">{subtitle(state)}</p>
        </div>
        <CompareChoice />
      </div>
      <canvas
        ref={canvas}
        class={flat ? "gone" : "stage-canvas"}
        tabIndex={0}
        role="img"
        aria-label={t("body.canvas", { title: titleOf(state) })}
        aria-describedby="body-twin"
        onPointerMove={(e) => e.buttons === 0 && e.pointerType === "mouse" && setMarked(pick(e))}
        onPointerLeave={() => setMarked(null)}
        onPointerDownCapture={(e) => (pressed.current = { x: e.clientX, y: e.clientY })}
        onClick={(e) => {
          const { x, y } = pressed.current;
          if (Math.hypot(e.clientX - x, e.clientY - y) < STILL) setOpened(pick(e));
        }}
        onDblClick={() => turn(CAMERAS.quarter)}
        onKeyDown={(e) => cameraKeys(e, state.camera, turn)}
      />
      {(flat || !drawn3d) && sketch && (
        <FlatBody
          {...sketch}
          shade={page.shade}
          camera={state.camera}
          hidden={state.hidden}
          mostForce={mostForce}
          mostLoad={mostLoad}
          onSpots={setSpots}
          {...(size.width && { across: look.across, box: size })}
        />
      )}
      {flat && <p class="caption flat-note">{t("flat.note")}</p>}
      {drawn3d && <BodyDrag canvas={canvas} stage={stage} top={spots[0]} />}
      <Ladder
        levels={levels}
        compared={compared}
        comparedName={state.compare ? nameOf("short", state.compare.posture) : ""}
        most={mostLoad}
        spots={spots}
        box={size}
        marked={hitDisc(marked ?? opened)}
        onMark={(index) => setMarked(index === null ? null : { kind: "disc", index })}
        onOpen={(index) => setOpened({ kind: "disc", index })}
      />
      {opened && <Tip hit={opened} stage={stage.current} close={() => setOpened(null)} />}
      {!opened && marked?.kind === "nerve" && <Tip hit={marked} stage={stage.current} />}
      <div class="stage-bottom">
        <div class="legend-row">
          <div class="legend" aria-hidden="true">
            <div class="head-row">
              <b>{t("legend.force")}</b>
              <span>N</span>
            </div>
            <div class="legend-bar" style={{ background: gradient(page.shade, "ember") }} />
            <div class="head-row axis">
              {[0, 0.25, 0.5, 0.75, 1].map((x) => (
                <span key={x}>
                  {figure(x * mostForce, mostForce < 4 && x % 1 ? 1 : 0)}
                  {x === 1 ? "+" : ""}
                </span>
              ))}
            </div>
          </div>
          <BodyTwin levels={levels} />
        </div>
        <div class="stage-foot">
          <div class="chips" data-key="layers" role="group" aria-label={t("layers")}>
            {LAYERS.slice(0, allLayers ? LAYERS.length : FIRST_LAYERS).map((layer) => {
              const on = !state.hidden.includes(layer);
              return (
                <button
                  key={layer}
                  class={`chip ${layer}`}
                  aria-pressed={on}
                  onClick={() =>
                    page.store.look({
                      hidden: on
                        ? [...state.hidden, layer]
                        : state.hidden.filter((h) => h !== layer),
                    })
                  }
                >
                  <span class="chip-box" aria-hidden="true" />
                  {t(`layer.${layer}`)}
                </button>
              );
            })}
            {!allLayers && (
              <button class="chip" aria-expanded={false} onClick={() => setAllLayers(true)}>
                <Icon name="plus" size={14} />
                {LAYERS.length - FIRST_LAYERS}
                <span class="visually-hidden"> {t("layers.more")}</span>
              </button>
            )}
          </div>
          <div class="segments cameras" role="group" aria-label={t("camera")}>
            {(["front", "quarter", "side", "back"] as const).map((name) => (
              <button
                key={name}
                aria-pressed={JSON.stringify(state.camera) === JSON.stringify(CAMERAS[name])}
                onClick={() => turn(CAMERAS[name])}
              >
                {name === "quarter" ? (
                  <>
                    <span aria-hidden="true">¾</span>
                    <span class="visually-hidden">{t("camera.quarter")}</span>
                  </>
                ) : (
                  t(`camera.${name}`)
                )}
              </button>
            ))}
          </div>
          <LatencyChip stage={stage.current} />
        </div>
      </div>
    </div>
  );
}

/** Not before the drawing is on the screen, and in steps that leave room for input. */
async function makeStage(canvas: HTMLCanvasElement): Promise<Stage | null> {
  await presented(LONGEST_MS);
  try {
    const [{ Stage: Made, readBones }, data] = await Promise.all([
      import("../three/stage"),
      boneData(),
    ]);
    return new Made(canvas, await readBones(data));
  } catch {
    return null; // no WebGL here: the flat drawing takes over
  }
}

const psoasForces = (of: { scene: FlatScene; frame: FlatFrame } | null): number[] =>
  of?.scene.lines.flatMap((line, i) => (line.region === "psoas" ? [of.frame.force[i]] : [])) ?? [];

const hitDisc = (hit: Hit): number | null => (hit?.kind === "disc" ? hit.index : null);

const subtitle = (state: State): string =>
  Object.entries(state.body.inputs)
    .map(([key, value]) => `${nameOf("key", key)} ${value}`)
    .slice(0, 4)
    .join(" · ");

function cameraKeys(event: KeyboardEvent, camera: Camera, turn: (camera: Camera) => void): void {
  const step: Record<string, Partial<Camera>> = {
    ArrowLeft: { azimuth_deg: camera.azimuth_deg - 5 },
    ArrowRight: { azimuth_deg: camera.azimuth_deg + 5 },
    ArrowUp: { elevation_deg: Math.min(camera.elevation_deg + 5, 80) },
    ArrowDown: { elevation_deg: Math.max(camera.elevation_deg - 5, -80) },
    "+": { zoom: Math.min(camera.zoom * 1.1, 3) },
    "-": { zoom: Math.max(camera.zoom / 1.1, 0.6) },
  };
  if (!(event.key in step)) return;
  event.preventDefault();
  turn({ ...camera, ...step[event.key] });
}

function CompareChoice(): JSX.Element {
  const { store, stored } = usePage();
  const { compare, body, person } = useState_();
  const listed =
    compare && Object.keys(compare.inputs).length === 0 && Object.keys(compare.person).length === 0;
  return (
    <label class="compare-choice">
      <span>{t("body.compareWith")}</span>
      <select
        value={!compare ? "" : listed ? compare.posture : "pinned"}
        onChange={(e) => {
          const value = e.currentTarget.value;
          const held =
            value === "now" ? { ...body, person } : { posture: value, inputs: {}, person: {} };
          if (value !== "pinned")
            store.change(t("change.compare"), { compare: value ? held : null });
        }}
      >
        <option value="">{t("body.compareNone")}</option>
        <option value="now">{t("body.pinThis")}</option>
        {compare && !listed && (
          <option value="pinned">
            {t("body.pinned")}: {nameOf("short", compare.posture)}
          </option>
        )}
        {stored.postures.map(({ name }) => (
          <option key={name} value={name}>
            {nameOf("posture", name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function LatencyChip({ stage }: { stage: Stage | null }): JSX.Element {
  const { latency_ms, scene, frame } = useShown();
  const n = scene?.lines.length ?? 0;
  const late = latency_ms !== null && latency_ms > 16;
  const about = [t("latency.about")];
  if (stage) about.push(t(stage.slow ? "latency.slow" : "latency.by", { name: stage.drawnBy }));
  if (stage?.rate) about.push(t("latency.rate", { rate: figure(stage.rate, 0) }));
  return (
    <span class="latency" title={about.join(" ")} data-drawn-by={stage?.drawnBy}>
      <span class={late ? "late" : "soon"} aria-hidden="true" />
      {latency_ms === null
        ? t(frame ? "latency.ready" : "latency.wait", { n })
        : t("latency", { ms: figure(latency_ms, 0), n })}
      {late ? ` · ${t("latency.late")}` : ""}
    </span>
  );
}
