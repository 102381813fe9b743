package tls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const ClassicType = "aws_elb"

// ClassicTLS judges the listeners of a classic load balancer, which cannot
// redirect.
func ClassicTLS(balancer *graph.Resource) []control.Verdict {
	var verdicts []control.Verdict
	for _, listener := range balancer.Blocks("listener") {
		protocol := listener.Attr("lb_protocol")
		text, known := protocol.Text()
		switch text = strings.ToLower(text); {
		case !known:
			verdicts = append(verdicts, control.Unknown(protocol))
		case text == "https", text == "ssl":
			verdicts = append(verdicts, certified(protocol, listener.Attr("ssl_certificate_id")))
		case text == "http":
			verdicts = append(verdicts, control.Fail(protocol, "%s without TLS", control.Show(protocol)))
		default:
			verdicts = append(verdicts, control.Manual(protocol, "%s is passed on as it comes: TLS may end in the pod", control.Show(protocol)))
		}
	}
	if len(verdicts) == 0 {
		return nil
	}
	return []control.Verdict{control.Together(verdicts)}
}
