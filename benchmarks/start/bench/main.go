// Compares how functions start and answer. All of them get the same events and talk to the same
// ECS, which is part of this program; runs are interleaved, and figures are medians.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	rules         string
	request       []byte
	lambdaPayload []byte
	rationed      *quota
)

type figures struct {
	start, startCPU, resident, peak []float64
	p50, p99, warmCPU               []float64
	throughput, warmPeak            []float64
	size, zip                       int64
}

func main() {
	starts := flag.Int("starts", 21, "starts of each program")
	warm := flag.Int("warm", 3, "warm runs of each program; 0 for none")
	requests := flag.Int("requests", 2000, "requests in a row of a warm run")
	seconds := flag.Float64("seconds", 2, "of eight callers at once in a warm run")
	ration := flag.Int("quota", 0, "milliseconds of processor time that a program gets in 100 ms; 0 for no limit")
	flag.StringVar(&rules, "rules", "", "the rule book")
	event := flag.String("event", "", "the file with the event")
	flag.Parse()

	body, err := os.ReadFile(*event)
	check(err)
	request = []byte(fmt.Sprintf("POST /invoke HTTP/1.1\r\nHost: localhost\r\n"+
		"Content-Type: application/octet-stream\r\nx-fc-control-path: /invoke\r\n"+
		"x-fc-account-id: 1234567890123456\r\nx-fc-region: cn-hangzhou\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	lambdaPayload, err = json.Marshal(map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": "/events", "rawQueryString": "",
		"headers":        map[string]string{"content-type": "application/json", "host": "tagjoin.lambda-url.on.aws"},
		"requestContext": map[string]any{"http": map[string]string{"method": "POST", "path": "/events", "protocol": "HTTP/1.1"}},
		"body":           string(body), "isBase64Encoded": false})
	check(err)

	var subjects []subject
	for _, argument := range flag.Args() {
		// name=zip=size-of[,size-of]=command words
		parts := strings.SplitN(argument, "=", 4)
		subjects = append(subjects, subject{
			name: parts[0], zip: parts[1], files: strings.Split(parts[2], ","),
			command: strings.Fields(parts[3]), lambda: strings.Contains(parts[0], "lambda")})
	}
	for _, s := range subjects {
		for _, file := range append(s.files, s.command...) {
			forget(file)
		}
	}
	if *ration > 0 {
		rationed = newQuota(*ration)
		defer rationed.remove()
	}
	ecs := startStub()
	all := make([]figures, len(subjects))
	for run := -1; run < *starts; run++ {
		for i, s := range subjects {
			begin := time.Now()
			p := s.start(ecs.url)
			p.ready()
			p.send()
			took := time.Since(begin)
			resident, peak := p.memory()
			cpu := p.stop()
			if run >= 0 { // the first one only warms the page cache
				f := &all[i]
				f.start = append(f.start, millis(took))
				f.startCPU = append(f.startCPU, millis(cpu))
				f.resident = append(f.resident, resident/1024)
				f.peak = append(f.peak, peak/1024)
			}
		}
	}
	for run := 0; run < *warm; run++ {
		for i, s := range subjects {
			p := s.start(ecs.url)
			for n := 0; n < *requests/2; n++ {
				p.ready()
				p.send()
			}
			var times []float64
			before := p.cpu()
			for n := 0; n < *requests; n++ {
				p.ready()
				begin := time.Now()
				p.send()
				times = append(times, millis(time.Since(begin)))
			}
			f := &all[i]
			f.warmCPU = append(f.warmCPU, (p.cpu()-before)/float64(*requests))
			sort.Float64s(times)
			f.p50 = append(f.p50, times[len(times)/2])
			f.p99 = append(f.p99, times[len(times)*99/100])
			if p.runtime == nil { // on AWS Lambda a process answers one call at a time
				f.throughput = append(f.throughput, throughput(p, *seconds))
			}
			_, peak := p.memory()
			f.warmPeak = append(f.warmPeak, peak/1024)
			p.stop()
		}
	}
	for i, s := range subjects {
		for _, file := range s.files {
			all[i].size += size(file)
		}
		if s.zip != "" {
			all[i].zip = size(s.zip)
		}
	}
	print(subjects, all, *warm > 0)
	printRatios(subjects, all, *warm > 0)
}

// throughput is that of eight callers at once. Each has an instance of its own, since requests
// about one instance wait for each other.
func throughput(p *process, seconds float64) float64 {
	const callers = 8
	counts := make([]int, callers)
	end := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	var wait sync.WaitGroup
	for c := 0; c < callers; c++ {
		wait.Add(1)
		go func(c int) {
			defer wait.Done()
			id := fmt.Sprintf("%s%d", instance[:len(instance)-1], c)
			own := &process{port: p.port, request: bytes.ReplaceAll(request, []byte(instance), []byte(id))}
			for time.Now().Before(end) {
				own.send()
				counts[c]++
			}
			own.conn.Close()
		}(c)
	}
	wait.Wait()
	sum := 0
	for _, count := range counts {
		sum += count
	}
	return float64(sum) / seconds
}

func print(subjects []subject, all []figures, warm bool) {
	fmt.Print("| | first event, ms | CPU until then, ms | resident then, MiB | peak then, MiB |")
	if warm {
		fmt.Print(" warm p50, ms | warm p99, ms | CPU each, ms | events/s | peak after, MiB |")
	}
	fmt.Print(" program, MiB | zip, MiB |\n|---|---|---|---|---|")
	if warm {
		fmt.Print("---|---|---|---|---|")
	}
	fmt.Println("---|---|")
	for i, s := range subjects {
		f := all[i]
		fmt.Printf("| %s | %.1f (%.1f to %.1f) | %.0f | %.1f | %.1f |", s.name, median(f.start),
			quantile(f.start, 0.1), quantile(f.start, 0.9), median(f.startCPU), median(f.resident), median(f.peak))
		if warm {
			rate := "one at a time"
			if len(f.throughput) > 0 {
				rate = fmt.Sprintf("%.0f", median(f.throughput))
			}
			fmt.Printf(" %.2f | %.2f | %.2f | %s | %.1f |", median(f.p50), median(f.p99), median(f.warmCPU), rate, median(f.warmPeak))
		}
		zip := ""
		if f.zip > 0 {
			zip = fmt.Sprintf("%.1f", float64(f.zip)/(1<<20))
		}
		fmt.Printf(" %.1f | %s |\n", float64(f.size)/(1<<20), zip)
	}
}

// printRatios compares each program with the first one. Ratios say more than figures do, because
// machines differ.
func printRatios(subjects []subject, all []figures, warm bool) {
	base := all[0]
	fmt.Printf("\n| times %s | first event | CPU until then |", subjects[0].name)
	if warm {
		fmt.Print(" warm p50 | CPU each | events/s |")
	}
	fmt.Print("\n|---|---|---|")
	if warm {
		fmt.Print("---|---|---|")
	}
	fmt.Println()
	for i, s := range subjects[1:] {
		f := all[i+1]
		fmt.Printf("| %s | %.2f | %.2f |", s.name,
			median(f.start)/median(base.start), median(f.startCPU)/median(base.startCPU))
		if warm {
			rate := ""
			if len(f.throughput) > 0 {
				rate = fmt.Sprintf("%.2f", median(f.throughput)/median(base.throughput))
			}
			fmt.Printf(" %.2f | %.2f | %s |", median(f.p50)/median(base.p50), median(f.warmCPU)/median(base.warmCPU), rate)
		}
		fmt.Println()
	}
}

func median(values []float64) float64 { return quantile(values, 0.5) }

func quantile(values []float64, q float64) float64 {
	sorted := append([]float64(nil), values...)
	sort.Float64s(sorted)
	return sorted[int(q*float64(len(sorted)-1)+0.5)]
}

func size(path string) int64 {
	var sum int64
	check(filepath.Walk(path, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			sum += info.Size()
		}
		return err
	}))
	return sum
}

// forget has the kernel read a program from its disk again. How much of one is mapped by a fault, and
// counted as its memory, depends on how it came into the page cache: written by a build or read.
func forget(path string) {
	filepath.Walk(path, func(name string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			file, err := os.Open(name)
			check(err)
			defer file.Close()
			file.Sync()
			const dontNeed = 4
			syscall.Syscall6(syscall.SYS_FADVISE64, file.Fd(), 0, 0, dontNeed, 0, 0)
		}
		return nil
	})
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func check1[T any](_ T, err error) { check(err) }
