/** Discs, and plain bodies of vertebrae and pelvis for where the bones cannot be loaded. */
import {
  BufferGeometry,
  Float32BufferAttribute,
  LatheGeometry,
  Matrix4,
  Quaternion,
  SphereGeometry,
  Vector2,
  Vector3,
} from "three";
import { mergeGeometries } from "three/examples/jsm/utils/BufferGeometryUtils.js";

/** A pillow of unit radius and unit height, axis y: a rounded rim, slightly hollow faces. */
export function pillow(bulge: number, hollow: number, rim = 10, around = 40): BufferGeometry {
  const outline: Vector2[] = [new Vector2(0.001, -0.5 + hollow)];
  for (let i = 0; i <= 3; i++)
    outline.push(new Vector2(0.3 + 0.18 * i, -0.5 + hollow * (1 - i / 3)));
  for (let i = 0; i <= rim; i++) {
    const angle = -Math.PI / 2 + (Math.PI * i) / rim;
    outline.push(new Vector2(0.9 + bulge * Math.cos(angle), 0.5 * Math.sin(angle)));
  }
  for (let i = 3; i >= 0; i--)
    outline.push(new Vector2(0.3 + 0.18 * i, 0.5 - hollow * (1 - i / 3)));
  outline.push(new Vector2(0.001, 0.5 - hollow));
  return new LatheGeometry(outline, around);
}

const SIZES = { depth: 0.0185, width: 0.0245, disc: 0.0105 };

/** [m]  half depth, height, half width of a disc; the lower the wider. */
export const discSize = (level: number, size: number): Vector3 =>
  new Vector3(SIZES.depth, SIZES.disc, SIZES.width).multiplyScalar(size * (0.9 + 0.025 * level));

/** Turns y to the axis of a disc and x to its front. */
export function discTurn(axis: Vector3, front: Vector3, out: Quaternion): Quaternion {
  const right = new Vector3().crossVectors(front, axis).normalize();
  return out.setFromRotationMatrix(new Matrix4().makeBasis(front, axis, right));
}

/** Outlines of bones in the frames of their bodies, for a person of the tables [m]. */
export function plainBones(): Map<string, BufferGeometry> {
  const ball = (x: number, y: number, z: number, a: number, b: number, c: number): BufferGeometry =>
    new SphereGeometry(1, 20, 14).applyMatrix4(
      new Matrix4().compose(new Vector3(x, y, z), new Quaternion(), new Vector3(a, b, c)),
    );
  const vertebra = (): BufferGeometry =>
    mergeGeometries([
      pillow(0.06, 0.02).applyMatrix4(
        new Matrix4().compose(
          new Vector3(0.002, 0.017, 0),
          new Quaternion(),
          new Vector3(0.0165, 0.027, 0.0225),
        ),
      ),
      ball(-0.045, 0.012, 0, 0.022, 0.008, 0.004),
      ball(-0.018, 0.016, 0.028, 0.006, 0.005, 0.018),
      ball(-0.018, 0.016, -0.028, 0.006, 0.005, 0.018),
    ]);
  const bones = new Map<string, BufferGeometry>();
  for (const name of ["lumbar1", "lumbar2", "lumbar3", "lumbar4", "lumbar5"])
    bones.set(name, vertebra());
  bones.set(
    "pelvis",
    mergeGeometries([
      ball(-0.1, 0.0, 0, 0.03, 0.05, 0.04),
      ball(-0.08, 0.03, 0.09, 0.06, 0.07, 0.012),
      ball(-0.08, 0.03, -0.09, 0.06, 0.07, 0.012),
      ball(-0.066, -0.08, 0.07, 0.03, 0.03, 0.022),
      ball(-0.066, -0.08, -0.07, 0.03, 0.03, 0.022),
    ]),
  );
  for (const name of ["femur_r", "femur_l"])
    bones.set(
      name,
      mergeGeometries([
        ball(0, 0, 0, 0.023, 0.023, 0.023),
        ball(0, -0.12, name === "femur_r" ? 0.035 : -0.035, 0.014, 0.12, 0.014),
      ]),
    );
  return bones;
}

/** A flat seat, its backrest, and feet of lines, in metres from the middle of the seat. */
export function seatOutline(width: number, depth: number): BufferGeometry {
  const [w, d] = [width / 2, depth / 2];
  const geometry = new BufferGeometry();
  geometry.setAttribute(
    "position",
    new Float32BufferAttribute([-d, 0, -w, d, 0, -w, d, 0, w, -d, 0, w], 3),
  );
  geometry.setIndex([0, 2, 1, 0, 3, 2]);
  geometry.computeVertexNormals();
  return geometry;
}
