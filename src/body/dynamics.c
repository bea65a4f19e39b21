#include "body/dynamics.h"

#include "body/inertia.h"
#include "body/kinematics.h"

// Newton and Euler for one body about its mass center, moved to the ground origin   (D2)
//   f = m (a_c - g)        n = I alpha + w x I w + c x f
static ps_spatial newton_euler(const ps_model *m, const ps_data *d, int i) {
  ps_spatial V = d->body_V[i], A = d->body_A[i];
  ps_mat3 R = d->body_X[i].R, I = m->body_inertia[i];
  ps_vec3 c = d->body_com[i];

  ps_vec3 f = ps_scale(m->body_mass[i], ps_sub(ps_point_acceleration(V, A, c), m->gravity));

  // the inertia is constant along the body's own axes
  ps_vec3 w = ps_mat_tmul(R, V.w), alpha = ps_mat_tmul(R, A.w);
  ps_vec3 n = ps_add(ps_mat_mul(I, alpha), ps_cross(w, ps_mat_mul(I, w)));
  return (ps_spatial){ps_add(ps_mat_mul(R, n), ps_cross(c, f)), f};
}

void ps_inverse_dynamics(const ps_model *m, ps_data *d) {
  ps_spatial *f = d->joint_force;

  // outwards: the motion of each body, and the force that motion takes beside what is applied
  ps_body_accelerations(m, d);
  f[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++)
    f[i] = ps_ssub(newton_euler(m, d, i), d->body_force[i]);

  // inwards: each joint carries its body and everything beyond it
  for (int i = m->nbody - 1; i > 0; i--) {
    for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++)
      d->tau[k] = ps_sdot(d->S[k], f[i]);
    f[m->body_parent[i]] = ps_sadd(f[m->body_parent[i]], f[i]);
  }
}

void ps_mass_matrix(const ps_model *m, ps_data *d) {
  int nq = m->nq;
  double *M = d->mass_matrix;
  ps_inertia *I = d->composite;

  // every body alone, then with all that hangs on it
  I[0] = (ps_inertia){0};
  for (int i = 1; i < m->nbody; i++)
    I[i] = ps_inertia_at(m->body_mass[i], d->body_com[i], m->body_inertia[i], d->body_X[i].R);
  for (int i = m->nbody - 1; i > 0; i--)
    I[m->body_parent[i]] = ps_inertia_add(I[m->body_parent[i]], I[i]);

  for (int k = 0; k < nq * nq; k++)
    M[k] = 0;
  // the momentum that unit speed k gives the composite body, felt by k and by all before it   (D8)
  for (int i = 1; i < m->nbody; i++)
    for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++) {
      ps_spatial momentum = ps_inertia_apply(&I[i], d->S[k]);
      for (int j = i; j > 0; j = m->body_parent[j])
        for (int l = m->body_q0[j]; l < m->body_q0[j] + m->body_nq[j]; l++)
          M[k * nq + l] = M[l * nq + k] = ps_sdot(d->S[l], momentum);
    }
}

ps_whole_body ps_whole(const ps_model *m, const ps_data *d) {
  ps_whole_body whole = {{0, 0, 0}, {0, 0, 0}, 0, 0};
  double total = 0;
  for (int i = 1; i < m->nbody; i++) {
    double mass = m->body_mass[i];
    ps_vec3 c = d->body_com[i], v = ps_point_velocity(d->body_V[i], c);
    ps_vec3 w = ps_mat_tmul(d->body_X[i].R, d->body_V[i].w);
    total += mass;
    whole.com = ps_axpy(whole.com, mass, c);
    whole.com_velocity = ps_axpy(whole.com_velocity, mass, v);
    whole.kinetic += 0.5 * (mass * ps_norm2(v) + ps_dot(w, ps_mat_mul(m->body_inertia[i], w)));
    whole.potential -= mass * ps_dot(m->gravity, c);
  }
  if (total > 0) {
    whole.com = ps_scale(1 / total, whole.com);
    whole.com_velocity = ps_scale(1 / total, whole.com_velocity);
  }
  return whole;
}
