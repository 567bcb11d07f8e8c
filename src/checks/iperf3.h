/* iperf3: the check that needs the logs of both sides. */
#ifndef HVLAB_CHECKS_IPERF3_H
#define HVLAB_CHECKS_IPERF3_H

#include "src/checks/check.h"

/*
 * Do the client's and the server's log of one test say the same (rules P1,
 * P2, J12)? Findings are added to `result`, with the client's lines. Nothing
 * is compared when one of them is incomplete; before 3.2 the sides do not
 * tell each other their clocks, and only their addresses are.
 */
void check_iperf3_pair(const struct run *client, const struct run *server,
	struct check_result *result);

#endif
