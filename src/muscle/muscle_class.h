// muscle_class.h: what each class of muscle does for the functions of muscle.h.
#pragma once

#include "muscle/muscle.h"

ps_muscle_outcome ps_thelen_equilibrate(const ps_muscle_params *p, double length, double speed,
                                        ps_muscle_state *state);
void ps_thelen_evaluate(const ps_muscle_params *p, const ps_muscle_state *state, double length,
                        double speed, ps_muscle_output *out);
double ps_thelen_active_rigid(const ps_muscle_params *p, double a, double length, double speed);
double ps_thelen_passive_rigid(const ps_muscle_params *p, double length);

ps_muscle_outcome ps_millard_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *c,
                                         double length, ps_muscle_state *state);
void ps_millard_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c,
                         const ps_muscle_state *state, double excitation, double length,
                         double speed, ps_muscle_output *out);
double ps_millard_active_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                               double length, double speed);
double ps_millard_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length,
                                double speed);

ps_muscle_outcome ps_degroote_equilibrate(const ps_muscle_params *p, double length, double speed,
                                          ps_muscle_state *state);
void ps_degroote_evaluate(const ps_muscle_params *p, const ps_muscle_state *state,
                          double excitation, double length, double speed, ps_muscle_output *out);
double ps_degroote_active_rigid(const ps_muscle_params *p, double a, double length, double speed);
double ps_degroote_passive_rigid(const ps_muscle_params *p, double length, double speed);

void ps_rigid_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c, double excitation,
                       double length, double speed, ps_muscle_output *out);
double ps_rigid_active_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                             double length, double speed);
double ps_rigid_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length);

ps_muscle_outcome ps_massive_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *c,
                                         double length, double speed, ps_muscle_state *state);
void ps_massive_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c,
                         const ps_muscle_state *state, double length, double speed,
                         ps_muscle_output *out);
double ps_massive_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length,
                                double speed);
