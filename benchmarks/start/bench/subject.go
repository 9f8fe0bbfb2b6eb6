package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A subject is one of the programs that are compared.
type subject struct {
	name    string
	command []string
	files   []string // what its size is made of
	zip     string
	lambda  bool
}

// A process is a running subject together with the way in.
type process struct {
	request []byte
	cmd     *exec.Cmd
	conn    net.Conn
	in      *bufio.Reader
	port    int
	runtime *runtimeAPI
	ended   chan struct{}
}

// start runs the subject with the environment of a function platform: about 20 variables.
func (s subject) start(ecs string) *process {
	command := s.command
	if rationed != nil {
		command = rationed.wrap(command)
	}
	p := &process{cmd: exec.Command(command[0], command[1:]...), request: request}
	env := map[string]string{
		"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC", "HOME": "/tmp",
		"TAGJOIN_RULES_FILE": rules, "TAGJOIN_ECS_ENDPOINT": ecs, "TAGJOIN_AUTH": "platform",
		// without it, keys that have no token cost a question to STS, which the stub is not
		"TAGJOIN_ACCOUNTS":            "1234567890123456",
		"ALIBABA_CLOUD_ACCESS_KEY_ID": keyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret,
	}
	if s.lambda {
		p.runtime = startRuntimeAPI()
		for name, value := range map[string]string{
			"AWS_LAMBDA_RUNTIME_API": p.runtime.address, "AWS_LAMBDA_FUNCTION_NAME": "tagjoin",
			"AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
			"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1",
			"AWS_EXECUTION_ENV": "AWS_Lambda_provided.al2023", "LAMBDA_TASK_ROOT": "/var/task",
			"LAMBDA_RUNTIME_DIR": "/var/runtime", "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/tagjoin",
			"AWS_LAMBDA_LOG_STREAM_NAME": "2026/03/09/[$LATEST]1", "_HANDLER": "not.used"} {
			env[name] = value
		}
	} else {
		p.port = freePort()
		for name, value := range map[string]string{
			"FC_SERVER_PORT": strconv.Itoa(p.port), "FC_FUNCTION_NAME": "tagjoin", "FC_REGION": "cn-hangzhou",
			"FC_ACCOUNT_ID": "1234567890123456", "FC_FUNCTION_MEMORY_SIZE": "512",
			"FC_FUNC_CODE_PATH": "/code", "FC_INSTANCE_ID": "c-69b2c4f1-15c4f7a0", "FC_QUALIFIER": "LATEST",
			"FC_VERSION_ID": "1", "FC_FUNCTION_HANDLER": "index.handler", "FC_EXTENSION": "0"} {
			env[name] = value
		}
	}
	for name, value := range env {
		p.cmd.Env = append(p.cmd.Env, name+"="+value)
	}
	if os.Getenv("BENCH_OUTPUT") != "" {
		p.cmd.Stdout, p.cmd.Stderr = os.Stderr, os.Stderr
	}
	check(p.cmd.Start())
	p.ended = make(chan struct{})
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	return p
}

// connect waits until the subject listens.
func (p *process) connect() {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Microsecond) {
		conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(p.port))
		if err == nil {
			p.conn, p.in = conn, bufio.NewReader(conn)
			return
		}
		select {
		case <-p.ended:
			panic(p.cmd.Path + " ended before it listened; BENCH_OUTPUT=1 shows what it printed")
		default:
		}
		if time.Now().After(end) {
			check(err)
		}
	}
}

// ready waits until the subject asks for an event, on AWS Lambda. Without it, a warm event would take
// as long as the end of the one before it, too.
func (p *process) ready() {
	if p.runtime != nil {
		<-p.runtime.asked
	}
}

// send has one event handled, and insists that it was. It is called after ready.
func (p *process) send() {
	if p.runtime != nil {
		p.runtime.call()
		return
	}
	if p.conn == nil {
		p.connect()
	}
	check1(p.conn.Write(p.request))
	response, err := http.ReadResponse(p.in, nil)
	check(err)
	body, err := io.ReadAll(response.Body)
	check(err)
	response.Body.Close()
	insist(body)
}

func insist(body []byte) {
	if !bytes.Contains(body, []byte(`"joined":1`)) {
		panic("not handled: " + string(body))
	}
}

// memory gives resident and peak memory in KiB.
func (p *process) memory() (resident, peak float64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	check(err)
	for _, line := range strings.Split(string(status), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 3 {
			value, _ := strconv.ParseFloat(fields[1], 64)
			switch fields[0] {
			case "VmRSS:":
				resident = value
			case "VmHWM:":
				peak = value
			}
		}
	}
	return
}

// cpu gives the user and system time that it took so far, in milliseconds, exact to 10 ms.
func (p *process) cpu() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	check(err)
	// the second field is the name, which can hold spaces
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) * 10
}

// stop ends it and gives the user and system time that it took.
func (p *process) stop() (cpu time.Duration) {
	if p.conn != nil {
		p.conn.Close()
	}
	p.cmd.Process.Kill()
	<-p.ended
	if p.runtime != nil {
		p.runtime.stop()
	}
	return p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
}

// A runtimeAPI hands one event after the other to a function on AWS Lambda.
type runtimeAPI struct {
	address string
	server  *http.Server
	asked   chan struct{}
	next    chan struct{}
	posted  chan []byte
}

func startRuntimeAPI() *runtimeAPI {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	r := &runtimeAPI{address: listener.Addr().String(), asked: make(chan struct{}),
		next: make(chan struct{}), posted: make(chan []byte)}
	r.server = &http.Server{Handler: r}
	go r.server.Serve(listener)
	return r
}

func (r *runtimeAPI) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method == "GET" {
		select {
		case r.asked <- struct{}{}:
		case <-q.Context().Done():
			return
		}
		select {
		case <-r.next:
		case <-q.Context().Done():
			return
		}
		h := w.Header()
		h.Set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(30*time.Second).UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:tagjoin")
		h.Set("Content-Type", "application/json")
		w.Write(lambdaPayload)
		return
	}
	body, _ := io.ReadAll(q.Body)
	w.WriteHeader(202)
	r.posted <- body
}

func (r *runtimeAPI) call() {
	r.next <- struct{}{}
	var response struct {
		StatusCode int
		Body       string
	}
	body := <-r.posted
	check(json.Unmarshal(body, &response))
	insist([]byte(response.Body))
}

func (r *runtimeAPI) stop() { r.server.Close() }

func freePort() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
