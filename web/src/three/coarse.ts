/**
 * What is drawn while something moves and the processor has to draw it: the same vertices in fewer
 * triangles, lit once a vertex. There the time of a picture goes with its triangles, hardly with
 * its pixels; a graphics processor draws the fine ones throughout, but for the first pictures.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  ShaderMaterial,
  Vector3,
  type DirectionalLight,
  type HemisphereLight,
  type Material,
  type Mesh,
  type MeshStandardMaterial,
} from "three";

const VERTEX = /* glsl */ `
  #include <common>
  uniform vec3 keyFrom, keyColor, rimFrom, rimColor, above, below, tint, glow;
  varying vec4 shade;
  void main() {
    vec3 n = normalize(mat3(modelMatrix) * normal);
    vec3 light = mix(below, above, 0.5 + 0.5 * n.y)
      + keyColor * max(dot(n, keyFrom), 0.0) + rimColor * max(dot(n, rimFrom), 0.0);
    shade = vec4(RECIPROCAL_PI * light * tint, 1.0);
    #if defined(USE_COLOR_ALPHA)
      shade *= color;
    #elif defined(USE_COLOR)
      shade.rgb *= color;
    #endif
    shade.rgb += glow;
    gl_Position = projectionMatrix * (viewMatrix * (modelMatrix * vec4(position, 1.0)));
  }
`;
const FRAGMENT = /* glsl */ `
  uniform float opacity;
  varying vec4 shade;
  void main() {
    gl_FragColor = vec4(shade.rgb, shade.a * opacity);
    #include <colorspace_fragment>
  }
`;

/** What a mesh is while it is coarse. */
interface Stand {
  geometry: BufferGeometry;
  material: Material;
}

export class Coarse {
  private stands = new Map<Mesh, Stand>();
  private light = {
    keyFrom: { value: new Vector3() },
    keyColor: { value: new Color() },
    rimFrom: { value: new Vector3() },
    rimColor: { value: new Color() },
    above: { value: new Color() },
    below: { value: new Color() },
  };

  /** What stands for a mesh; its material follows the colours of the fine one. */
  add(mesh: Mesh<BufferGeometry, MeshStandardMaterial>, geometry: BufferGeometry): void {
    const { color, emissive, opacity, transparent, depthWrite, side, vertexColors } = mesh.material;
    const material = new ShaderMaterial({
      uniforms: {
        ...this.light,
        tint: { value: color },
        glow: { value: emissive },
        opacity: { value: opacity },
      },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      vertexColors,
      transparent,
      depthWrite,
      side,
    });
    this.stands.set(mesh, { geometry, material });
  }

  drop(mesh: Mesh): void {
    const stand = this.stands.get(mesh);
    stand?.geometry.dispose();
    stand?.material.dispose();
    this.stands.delete(mesh);
  }

  lit(key: DirectionalLight, rim: DirectionalLight, sky: HemisphereLight): void {
    const from = (light: DirectionalLight, out: Vector3): unknown =>
      out.subVectors(light.position, light.target.position).normalize();
    from(key, this.light.keyFrom.value);
    from(rim, this.light.rimFrom.value);
    this.light.keyColor.value.copy(key.color).multiplyScalar(key.intensity);
    this.light.rimColor.value.copy(rim.color).multiplyScalar(rim.intensity);
    this.light.above.value.copy(sky.color).multiplyScalar(sky.intensity);
    this.light.below.value.copy(sky.groundColor).multiplyScalar(sky.intensity);
  }

  /** Draws with everything coarse; whoever picks with a ray afterwards meets the fine triangles. */
  during(draw: () => void): void {
    this.swap();
    draw();
    this.swap();
  }

  private swap(): void {
    for (const [mesh, stand] of this.stands) {
      const { geometry, material } = mesh;
      mesh.geometry = stand.geometry;
      mesh.material = stand.material;
      stand.geometry = geometry;
      stand.material = material as Material;
    }
  }

  dispose(): void {
    for (const mesh of [...this.stands.keys()]) this.drop(mesh);
  }
}

/** The vertices of `fine` in other triangles. */
export function sharing(fine: BufferGeometry, indices: ArrayLike<number>): BufferGeometry {
  const geometry = new BufferGeometry();
  for (const [name, attribute] of Object.entries(fine.attributes))
    geometry.setAttribute(name, attribute);
  geometry.setIndex(new BufferAttribute(new Uint16Array(indices), 1));
  return geometry;
}

/**
 * Fewer triangles over the same vertices: of those in a cube of `cell` [m] the first stands for
 * all. Vertices of the midline are among themselves, so that two halves still meet.
 */
export function thinned(positions: Float32Array, indices: Uint16Array, cell: number): number[] {
  const first = new Map<number, number>();
  const stand = Array.from({ length: positions.length / 3 }, (_, i) => {
    const [x, y, z] = positions.subarray(3 * i, 3 * i + 3);
    const layer = Math.abs(z) < MIDLINE ? 0 : 1 + Math.floor(Math.abs(z) / cell);
    const key = (Math.floor(x / cell) * 512 + Math.floor(y / cell)) * 512 + layer;
    if (!first.has(key)) first.set(key, i);
    return first.get(key) as number;
  });
  const out: number[] = [];
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [stand[indices[i]], stand[indices[i + 1]], stand[indices[i + 2]]];
    if (a !== b && b !== c && c !== a) out.push(a, b, c);
  }
  return out;
}
const MIDLINE = 1e-4; // [m]
