/** A small body without controls, for views that look at a moment. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Frame, Scene } from "../engine/types";
import { usePage } from "../state/context";
import { boneData } from "../state/parts_of_page";
import { CAMERAS } from "../state/keys";
import type { Stage } from "../three/stage";
import { FlatBody } from "./flat_body";

interface MiniProps {
  scene: Scene | null;
  frame: Frame | null;
  label: string;
  mostForce: number;
  mostLoad: number;
  height: number;
}

export function MiniStage(p: MiniProps): JSX.Element {
  const { shade } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const [flat, setFlat] = useState(false);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let gone = false;
    void Promise.all([import("../three/stage"), boneData()])
      .then(async ([{ Stage: Made, readBones }, data]) => {
        const bones = await readBones(data);
        if (gone) return;
        stage.current = new Made(canvas.current as HTMLCanvasElement, bones);
        setReady(true);
      })
      .catch(() => setFlat(true));
    return () => {
      gone = true;
      stage.current?.dispose();
      stage.current = null;
    };
  }, []);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!stage.current || !p.scene || !p.frame || !element) return;
    stage.current.resize(element.clientWidth, p.height);
    stage.current.show(p.scene, p.frame, {
      shade,
      hidden: ["back", "nerves", "ribs", "seat"],
      camera: CAMERAS.quarter,
      mostForce: p.mostForce,
      mostLoad: p.mostLoad,
      marked: null,
      across: 0.5,
    });
  }, [p.scene, p.frame, shade, ready, p.mostForce, p.mostLoad, p.height]);
  return (
    <div class="mini-stage" style={{ height: `${p.height}px` }} role="img" aria-label={p.label}>
      <canvas ref={canvas} class={flat ? "gone" : ""} style={{ width: "100%", height: "100%" }} />
      {flat && p.scene && p.frame && (
        <FlatBody
          scene={p.scene}
          frame={p.frame}
          shade={shade}
          mostForce={p.mostForce}
          mostLoad={p.mostLoad}
          camera={CAMERAS.quarter}
          across={0.5}
        />
      )}
    </div>
  );
}
