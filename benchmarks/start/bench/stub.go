package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"sync/atomic"
)

const (
	keyID    = "LTAI5tBenchmark"
	secret   = "benchmark-secret"
	instance = "i-bp1b4ym5yh7ciz96h3kq"
)

// stub is an ECS with every instance that is asked for. None stays in the group it is moved to, so that
// every event costs a describe call, a join and another describe call. It checks signatures, so that nobody skips the work.
type stub struct {
	url   string
	joins atomic.Int64
}

func startStub() *stub {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	s := &stub{url: "http://" + listener.Addr().String()}
	go http.Serve(listener, s)
	return s
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	if r.Form.Get("Signature") != sign(r.Method, r.Form) {
		w.WriteHeader(400)
		fmt.Fprint(w, `{"Code":"SignatureDoesNotMatch","Message":"wrong","RequestId":"0"}`)
		return
	}
	switch r.Form.Get("Action") {
	case "DescribeInstances":
		id := strings.Trim(r.Form.Get("InstanceIds"), `[]"`)
		fmt.Fprintf(w, `{"RequestId":"A","PageNumber":1,"PageSize":100,"TotalCount":1,"Instances":{"Instance":[`+
			`{"InstanceId":%q,"InstanceName":"web-7","RegionId":"cn-hangzhou","Status":"Running",`+
			`"ResourceGroupId":"rg-acfmxazdefaultq","VpcAttributes":{"VpcId":"vpc-bp1","VSwitchId":"vsw-bp1"},`+
			`"Tags":{"Tag":[{"TagKey":"team","TagValue":"payments"}]}}]}}`, id)
	case "JoinResourceGroup":
		s.joins.Add(1)
		fmt.Fprint(w, `{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}`)
	default:
		w.WriteHeader(404)
		fmt.Fprint(w, `{"Code":"InvalidAction.NotFound","Message":"unknown","RequestId":"0"}`)
	}
}

func escape(s string) string {
	return strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(url.QueryEscape(s))
}

func sign(method string, form url.Values) string {
	var pairs []string
	for name := range form {
		if name != "Signature" {
			pairs = append(pairs, escape(name)+"="+escape(form.Get(name)))
		}
	}
	sort.Strings(pairs)
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(method + "&%2F&" + escape(strings.Join(pairs, "&"))))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
