// mesh.h: a closed surface of triangles around a bone.
//
// The sign of the distance is taken on a grid; every cell that has both signs gets a vertex, every
// edge of the grid whose ends differ a quadrangle of the four cells around it ("surface nets").
// Where two voxels would touch along an edge or in a corner only, one more is filled, so that the
// surface is a manifold [latecki1997]. Vertices are then evened out and drawn onto the surface
// along the gradient. The plane z = 0 goes through the middle of cells, so that it cuts a bone of
// the midline along edges.
//
// Units: m.
#pragma once

#include "bone/bone.h"

typedef struct ps_mesh {
  int nvertex, ntriangle;
  ps_vec3 *vertex, *normal; // [m], [-]  outward, in the bone's own axes
  int (*triangle)[3];       // counterclockwise from outside
} ps_mesh;

enum { PS_MESH_MOST_POINTS = 20000000 }; // of the grid

// `cell`: width of the grid [m]. Free the mesh whatever comes back.
ps_status ps_mesh_create(ps_mesh *mesh, const ps_bone *bone, double cell, ps_error *err);
// Leave the right half of the mesh of a midline bone, up to the plane z = 0.
ps_status ps_mesh_keep_right(ps_mesh *mesh, ps_error *err);
void ps_mesh_free(ps_mesh *mesh);
