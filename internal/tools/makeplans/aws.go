package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// whoAmI answers what nearly every stack asks: whose account it is planned for.
const whoAmI = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
	`<Arn>arn:aws:iam::` + account + `:user/mock</Arn><UserId>AIDAMOCK</UserId><Account>` + account + `</Account>` +
	`</GetCallerIdentityResult></GetCallerIdentityResponse>`

// awsEndpoint answers the provider's calls from a folder, so that data sources
// and imports can be planned without an account. A call without an answer gets
// an error that names the file which would have answered it.
type awsEndpoint struct {
	url   string
	close func()
}

func serveAWS(dir string) (awsEndpoint, error) {
	server := httptest.NewServer(answers(dir))
	return awsEndpoint{url: server.URL, close: server.Close}, nil
}

func answers(dir string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, err := operation(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for ext, contentType := range map[string]string{
			".xml":  "text/xml",
			".json": "application/x-amz-json-1.1",
		} {
			body, err := os.ReadFile(filepath.Join(dir, name+ext))
			if err != nil {
				continue
			}
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write(bytes.TrimSpace(body))
			return
		}
		if name == "GetCallerIdentity" {
			w.Header().Set("Content-Type", "text/xml")
			_, _ = io.WriteString(w, whoAmI)
			return
		}
		// 400 is not retried by the SDK.
		http.Error(w, "no answer in aws/"+name+".{xml,json}", http.StatusBadRequest)
	}
}

// operation names a call: AWS services say it in a form field (the query
// protocol), in X-Amz-Target (JSON), or by method and path (REST).
func operation(r *http.Request) (string, error) {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return target[strings.LastIndexByte(target, '.')+1:], nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return "", err
	}
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
		return filepath.Base(form.Get("Action")), nil
	}
	path := strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", "_")
	return r.Method + "_" + path, nil
}
