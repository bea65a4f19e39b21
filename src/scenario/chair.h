// chair.h: what a chair does besides its height: depth, lumbar pad, armrests.
//
// Arms that rest on armrests press with their weight, and with more the higher the shoulders are
// raised, but nobody pushes himself up:
//
//   force of an armrest <= weight of an arm + stiffness of a shoulder * (armrest - elbow)  (H10)
//
// Theory: docs/theory/posture.md.
#pragma once

#include "scenario/posture.h"

// What the arms do: they rest on the armrests of a chair that has some, unless they are busy.
ps_hands ps_hands_of(const ps_pose *pose);

// PS_ERR_VALUE with the allowed range where the seat is too deep to reach the backrest, or where
// armrests are asked for without a seat.
ps_status ps_chair_check(const ps_human *h, const ps_pose *pose, ps_error *err);

// How much more lordotic the lumbar pad makes who leans on it [deg]; 0 where the pose itself says
// the lordosis.
double ps_pad_lordosis(const ps_human *h, const ps_pose *pose);

// Along the femur [m], how far from the hip the front edge of the seat presses the thigh; `at`
// where the depth of the seat is not given.
double ps_seat_edge(const ps_human *h, const ps_pose *pose, double at);

// How high elbows that hang down are over the seat [m].
double ps_elbow_height(const ps_human *h, const ps_posture *posture, const ps_data *d);

// The most that an armrest bears [N] (H10).
double ps_armrest_load(const ps_human *h, const ps_pose *pose, const ps_posture *posture,
                       const ps_data *d);

// How much of the arms lies on the armrests, 0 to 1; the rest is where it would be without.
double ps_armrest_share(const ps_human *h, const ps_pose *pose, const ps_posture *posture,
                        const ps_data *d);
