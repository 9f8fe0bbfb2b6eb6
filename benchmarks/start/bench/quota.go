package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// A quota is a control group that allows its processes some milliseconds of processor time in each
// 100 ms, as function platforms ration it. Needs the right to make control groups.
type quota struct{ dir string }

const quotaPeriodMicros = 100_000

// newQuota makes the control group, by version 2 of the kernel's interface or, where the processor
// is not under its control, by version 1.
func newQuota(millis int) *quota {
	name := "tagjoin-bench-" + strconv.Itoa(os.Getpid())
	micros := strconv.Itoa(millis * 1000)
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.controllers"); err == nil {
		q := &quota{filepath.Join("/sys/fs/cgroup", name)}
		check(os.Mkdir(q.dir, 0o755))
		q.set("cpu.max", fmt.Sprintf("%s %d", micros, quotaPeriodMicros))
		return q
	}
	q := &quota{filepath.Join("/sys/fs/cgroup/cpu", name)}
	check(os.Mkdir(q.dir, 0o755))
	q.set("cpu.cfs_period_us", strconv.Itoa(quotaPeriodMicros))
	q.set("cpu.cfs_quota_us", micros)
	return q
}

func (q *quota) set(file, value string) {
	check(os.WriteFile(filepath.Join(q.dir, file), []byte(value), 0o644))
}

// wrap gives the command that enters the group and then becomes the given one.
func (q *quota) wrap(command []string) []string {
	procs := filepath.Join(q.dir, "cgroup.procs")
	return append([]string{"/bin/sh", "-c", "echo $$ > " + procs + ` && exec "$@"`, "sh"}, command...)
}

func (q *quota) remove() { os.Remove(q.dir) }
