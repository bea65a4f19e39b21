// hold_level.c: where free levels go: to where holding the posture costs least.
//
// With J the least cost of (H1) and price = dJ/d demand, moving a level changes J by
//
//   dJ/dq_j = - sum_k price_k dr_k/dq_j = - d/ds r_j(q + s price)                         (H4)
//
// r = supply - demand at the forces at hand, whose derivative is symmetric because these forces
// have a potential: one extra evaluation gives the gradient. The Hessian is that of Gauss and
// Newton, K' M^-1 K with the column's stiffness K and the Hessian M of the dual problem, and a weak
// pull to the published shares. The sums over the levels stay what the posture says.
#include <math.h>
#include <string.h>

#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

enum { TURNS = 3, SYSTEM = PS_CHAIN + TURNS };

static double curvature(const ps_hold *hold, double weight, double x) {
  double p = hold->power;
  if (p == 2)
    return 2 * weight;
  return weight * p * (p - 1) * pow(fmax(fabs(x), 0.05), p - 2);
}

// dx/ds of every column of the problem, 0 at a bound
static void find_ease(const ps_hold *hold, const ps_hold_form *f, double *ease) {
  for (int c = 0; c < f->column.n; c++) {
    double x = hold->x[c];
    bool free = x > hold->lo[c] + 1e-9 && x < hold->hi[c] - 1e-9;
    ease[c] = free ? 1 / curvature(hold, f->weight[c], x - hold->x0[c]) : 0;
  }
}

// H = K' M^-1 K of the chain
static void level_hessian(ps_hold *hold, const ps_hold_form *f, ps_chain_matrix K,
                          ps_chain_matrix H) {
  const double least = 1e-6; // of a row
  double change[PS_CHAIN * PS_MOST_ROWS] = {0};
  const ps_chain *c = &hold->h->column;
  find_ease(hold, f, hold->ease);
  for (int j = 0; j < c->n; j++)
    for (int i = 0; i < c->n; i++)
      if (hold->row_of[c->coordinate[i]] >= 0)
        change[j * f->nrow + hold->row_of[c->coordinate[i]]] = K[i][j];
  ps_recruit_reprice(f->problem, f->work, hold->ease, least, c->n, change);
  memset(H, 0, sizeof(ps_chain_matrix));
  for (int k = 0; k < c->n; k++) {
    int row = hold->row_of[c->coordinate[k]];
    for (int j = 0; j < c->n && row >= 0; j++)
      for (int i = 0; i < PS_CHAIN; i++)
        H[j][i] += change[j * f->nrow + row] * K[k][i];
  }
}

static void level_gradient(ps_hold *hold, const double *price, double *g) {
  const ps_model *m = hold->h->model;
  const ps_chain *c = &hold->h->column;
  const double most = 1e-5; // [rad | m]  step of the difference
  double largest = 0;
  for (int k = 0; k < m->nq; k++)
    largest = fmax(largest, fabs(price[k]));
  for (int i = 0; i < c->n; i++)
    g[i] = 0;
  if (largest == 0)
    return;
  double step = most / largest;
  for (int k = 0; k < m->nq; k++)
    hold->trial_q[k] = hold->q[k] + step * price[k];
  ps_hold_swap(hold);
  ps_hold_place(hold, hold->trial_q);
  ps_hold_residual(hold, hold->residual);
  ps_hold_swap(hold);
  for (int i = 0; i < c->n; i++) // (H4); where the balance is met, the residual was - unmet
    g[i] = -(hold->residual[c->coordinate[i]] + hold->unmet[c->coordinate[i]]) / step;
}

// Solve [H C'; C 0] [move; *] = [-g; 0] by elimination with pivoting; C sums each turn over levels.
static bool constrained_step(int n, ps_chain_matrix H, const double *g, double *move) {
  double A[SYSTEM][SYSTEM + 1] = {{0}};
  int size = n + TURNS;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++)
      A[i][j] = H[i][j];
    A[i][n + i % TURNS] = A[n + i % TURNS][i] = 1;
    A[i][size] = -g[i];
  }
  for (int col = 0; col < size; col++) {
    int best = col;
    for (int i = col + 1; i < size; i++)
      if (fabs(A[i][col]) > fabs(A[best][col]))
        best = i;
    if (A[best][col] == 0)
      return false;
    for (int j = col; j <= size; j++) {
      double swap = A[col][j];
      A[col][j] = A[best][j];
      A[best][j] = swap;
    }
    for (int i = col + 1; i < size; i++) {
      double factor = A[i][col] / A[col][col];
      for (int j = col; j <= size; j++)
        A[i][j] -= factor * A[col][j];
    }
  }
  for (int i = size - 1; i >= 0; i--) {
    for (int j = i + 1; j < size; j++)
      A[i][size] -= A[i][j] * A[j][size];
    A[i][size] /= A[i][i];
  }
  for (int i = 0; i < n; i++)
    move[i] = A[i][size];
  return true;
}

// How much of the Newton steps of a turn is taken: a step that goes back says that the last was too
// long, one that goes on that it was too short. How much of them still counts as unsettled: where
// short steps go back and forth, the cost has a kink between them, and no more than that is open.
static void adapt_trust(ps_hold *hold, const double *move, double *open) {
  for (int turn = 0; turn < TURNS; turn++) {
    double along = 0, size = 0;
    for (int i = turn; i < hold->h->column.n; i += TURNS) {
      along += move[i] * hold->last_move[i];
      size += hold->last_move[i] * hold->last_move[i];
    }
    double *trust = &hold->trust[turn], *most = &hold->most_trust[turn];
    open[turn] = along < -0.5 * size && *trust < 0.2 ? *trust : 1;
    if (along < 0) // longer steps are not tried again, until many went the same way
      *most = fmax(0.25, 0.8 * *trust);
    else if (along > 0.9 * size)
      *most = fmin(1.6, 1.3 * *most);
    if (size > 0)
      *trust *= along < 0 ? 0.5 : along > 0.3 * size ? 1.6 : 1;
    *trust = fmin(*most, fmax(0.05, *trust));
  }
}

double ps_hold_move_levels(ps_hold *hold, const ps_hold_form *form, const double *price) {
  const double longest = 3 * degree; // of a step of one level
  int n = hold->h->column.n;
  ps_chain_matrix H;
  double g[PS_CHAIN], move[PS_CHAIN];
  level_hessian(hold, form, hold->K, H);
  level_gradient(hold, price, g);
  double pull = 2 * hold->h->p.share_pull / (degree * degree); // [1/rad^2]
  for (int i = 0; i < n; i++) {
    g[i] += pull * hold->shift[i];
    H[i][i] += pull;
  }
  if (!constrained_step(n, H, g, move))
    return 0;
  // in a symmetric posture the levels turn in the sagittal plane only
  for (int i = 0; i < n && hold->symmetric; i++)
    if (i % TURNS != PS_FE)
      move[i] = 0;
  double open[TURNS], largest = 0, step = 0;
  adapt_trust(hold, move, open);
  for (int i = 0; i < n; i++) {
    hold->last_move[i] = move[i];
    largest = fmax(largest, open[i % TURNS] * fabs(move[i]));
    step = fmax(step, hold->trust[i % TURNS] * fabs(move[i]));
  }
  double shorten = step > longest ? longest / step : 1;
  for (int i = 0; i < n; i++)
    hold->shift[i] += shorten * hold->trust[i % TURNS] * move[i];
  return largest;
}
