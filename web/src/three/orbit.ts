/** Turning the camera: drag, wheel with Ctrl or over the stage, two fingers; Esc ends a drag. */
import type { Camera } from "../state/state";

const PER_PIXEL_DEG = 0.4;
export const ZOOM: [number, number] = [0.6, 3];

const within = (x: number, [low, high]: [number, number]): number =>
  Math.min(Math.max(x, low), high);

/** `now` gives the camera, `turn` takes the next. Returns how to stop listening. */
export function dragCamera(
  canvas: HTMLCanvasElement,
  now: () => Camera,
  turn: (camera: Camera) => void,
): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  let spread = 0;

  const down = (e: PointerEvent): void => {
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    spread = 0;
    if (e.pointerType === "mouse") canvas.setPointerCapture(e.pointerId);
  };
  const move = (e: PointerEvent): void => {
    const before = fingers.get(e.pointerId);
    if (!before) return;
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    // one finger scrolls the page, two turn
    if (e.pointerType === "touch" && fingers.size < 2) return;
    const camera = now();
    const next = {
      ...camera,
      azimuth_deg: camera.azimuth_deg + PER_PIXEL_DEG * (e.clientX - before.x),
      elevation_deg: within(
        camera.elevation_deg + PER_PIXEL_DEG * (e.clientY - before.y),
        [-80, 80],
      ),
    };
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const wide = Math.hypot(a.x - b.x, a.y - b.y);
      if (spread) next.zoom = within((camera.zoom * wide) / spread, ZOOM);
      spread = wide;
    }
    turn(next);
  };
  const up = (e: PointerEvent): void => {
    fingers.delete(e.pointerId);
    spread = 0;
  };
  const wheel = (e: WheelEvent): void => {
    e.preventDefault();
    const camera = now();
    turn({ ...camera, zoom: within(camera.zoom * Math.exp(-e.deltaY / 600), ZOOM) });
  };
  const heard: [string, EventListener][] = [
    ["pointerdown", down as EventListener],
    ["pointermove", move as EventListener],
    ["pointerup", up as EventListener],
    ["pointercancel", up as EventListener],
    ["wheel", wheel as EventListener],
  ];
  for (const [name, listener] of heard) canvas.addEventListener(name, listener, { passive: false });
  return () => {
    for (const [name, listener] of heard) canvas.removeEventListener(name, listener);
  };
}
