package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// usualLimits are the defaults of the setting min_public_prefix.
func usualLimits() Limits { return Limits{V4: 8, V6: 32} }

func TestPublicPrincipals(t *testing.T) {
	for _, tt := range []struct {
		principal string
		want      logic.Truth
		items     []string
	}{
		{`"Principal":"*"`, logic.Yes, []string{"*"}},
		{`"Principal":{"AWS":"*"}`, logic.Yes, []string{"*"}},
		{`"Principal":{"AWS":["arn:aws:iam::111122223333:root","*"]}`, logic.Yes, []string{"*"}},
		{`"Principal":{"AWS":"arn:aws:iam::*:root"}`, logic.Yes, []string{"arn:aws:iam::*:root"}},
		{`"Principal":{"AWS":"arn:aws:iam::*:role/ci"}`, logic.Yes, []string{"arn:aws:iam::*:role/ci"}},
		{`"Principal":{"AWS":"arn:aws:iam::1111222233??:root"}`, logic.Yes, []string{"arn:aws:iam::1111222233??:root"}},
		{`"Principal":{"AWS":"arn:aws:iam::*"}`, logic.Yes, []string{"arn:aws:iam::*"}},
		{`"Principal":{"AWS":"arn:*"}`, logic.Yes, []string{"arn:*"}},
		{`"Principal":{"AWS":"arn:aws:iam::${aws:PrincipalAccount}:root"}`, logic.Yes, []string{"arn:aws:iam::${aws:PrincipalAccount}:root"}},
		{`"Principal":{"AWS":"11112222*"}`, logic.Yes, []string{"11112222*"}},
		{`"Principal":{"Federated":"*"}`, logic.Yes, []string{"*"}},
		{`"Principal":{"Service":"*"}`, logic.Yes, []string{"*"}},
		{`"NotPrincipal":{"AWS":"111122223333"}`, logic.Yes, []string{"NotPrincipal"}},
		{`"Principal":{"AWS":"111122223333"}`, logic.No, nil},
		{`"Principal":{"AWS":"arn:aws:iam::111122223333:root"}`, logic.No, nil},
		{`"Principal":{"AWS":"arn:aws:iam::111122223333:role/*"}`, logic.No, nil},
		{`"Principal":{"AWS":"AROAEXAMPLEID"}`, logic.No, nil},
		{`"Principal":{"Service":"inspector2.amazonaws.com"}`, logic.No, nil},
		{`"Principal":{"CanonicalUser":"79a59df900b949e5"}`, logic.No, nil},
		{`"Sid":"no principal"`, logic.No, nil},
	} {
		t.Run(tt.principal, func(t *testing.T) {
			for effect, want := range map[string]logic.Truth{Allow: tt.want, Deny: logic.No} {
				doc := parse(t, policy(`{"Effect":"`+effect+`","Action":"ecr:GetDownloadUrlForLayer",`+tt.principal+`}`))
				got := Public(doc, usualLimits())
				if got.Truth != want {
					t.Errorf("%s: truth = %s, want %s", effect, got.Truth, want)
				}
				if got.Truth == logic.Yes {
					if diff := cmp.Diff(tt.items, got.Reasons[0].Items); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
				}
			}
		})
	}
}

func TestPublicPartlyKnown(t *testing.T) {
	of := func(kind Text, ids List) Document {
		return Document{Statements: []Statement{{
			Effect: Known(Allow), Actions: KnownList("ecr:GetDownloadUrlForLayer"),
			Principals: Principals{Items: []Principal{{Type: kind, IDs: ids}}},
		}}}
	}
	everyone := of(Known(AWS), KnownList("*"))
	uncertain := of(Known(AWS), KnownList("*"))
	uncertain.Statements[0].Uncertain = true
	more := of(Known(AWS), KnownList("111122223333"))
	more.Statements[0].Principals.Open = true
	for _, tt := range []struct {
		name string
		doc  Document
		want logic.Truth
	}{
		{"nothing is known", UnknownDocument(), logic.Maybe},
		{"an unknown principal", of(Known(AWS), List{Items: []Text{Unknown()}}), logic.Maybe},
		{"an unknown principal beside everyone", of(Known(AWS), List{Items: []Text{Unknown(), Known("*")}}), logic.Yes},
		{"an unknown type", of(Unknown(), KnownList("111122223333")), logic.No},
		{"an unknown type of everyone", of(Unknown(), KnownList("*")), logic.Yes},
		{"an unknown type of a wildcard", of(Unknown(), KnownList("arn:aws:iam::*:root")), logic.Maybe},
		{"more principals", more, logic.Maybe},
		{"a statement that may not be there", uncertain, logic.Maybe},
		{"everyone beside what is not known", Document{Open: true, Statements: everyone.Statements}, logic.Yes},
	} {
		if got := Public(tt.doc, usualLimits()); got.Truth != tt.want {
			t.Errorf("%s: truth = %s, want %s", tt.name, got.Truth, tt.want)
		}
	}
}

// condition is an Allow for everyone under a Condition element.
func condition(t *testing.T, json string) Document {
	t.Helper()
	return parse(t, policy(`{"Effect":"Allow","Principal":"*","Action":"ecr:GetDownloadUrlForLayer","Condition":`+json+`}`))
}

func TestNarrow(t *testing.T) {
	for _, tt := range []struct {
		condition string
		want      bool
	}{
		// The left column of the table.
		{`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}`, true},
		{`{"StringEquals":{"aws:SourceAccount":["111122223333","444455556666"]}}`, true},
		{`{"NumericEquals":{"aws:SourceAccount":111122223333}}`, true},
		{`{"StringEquals":{"aws:SourceOwner":"111122223333"}}`, true},
		{`{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"StringEquals":{"aws:SourceVpc":"vpc-0123456789abcdef0"}}`, true},
		{`{"StringEquals":{"aws:SourceVpce":"vpce-0123456789abcdef0"}}`, true},
		{`{"StringEquals":{"aws:VpceAccount":"111122223333"}}`, true},
		{`{"StringEquals":{"aws:VpceOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"StringLike":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"stringequals":{"AWS:principalorgid":"o-a1b2c3d4e5"}}`, true},
		{`{"StringEqualsIgnoreCase":{"aws:PrincipalOrgID":"O-A1B2C3D4E5"}}`, true},
		{`{"ForAnyValue:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}`, true},
		{`{"ArnEquals":{"aws:SourceArn":"arn:aws:codebuild:*:111122223333:project/*"}}`, true},
		{`{"StringLike":{"aws:PrincipalArn":"arn:*:iam::111122223333:*"}}`, true},
		{`{"StringEquals":{"aws:SourceArn":"arn:aws:lambda:eu-west-1:111122223333:function:x"}}`, true},
		{`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"}}`, true},
		{`{"ForAnyValue:StringLike":{"aws:SourceOrgPaths":["o-a1b2c3d4e5/*"]}}`, true},
		{`{"StringEquals":{"aws:userid":"AIDAEXAMPLEID"}}`, true},
		{`{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`, true},
		{`{"IpAddress":{"aws:SourceIp":["203.0.113.7","10.0.0.0/8","2001:db8::/32","2001:db8::1"]}}`, true},
		{`{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}`, true},

		// The same keys with values that are open.
		{`{"StringLike":{"aws:PrincipalOrgID":"o-*"}}`, false},
		{`{"StringLike":{"aws:PrincipalOrgID":"*"}}`, false},
		{`{"StringLike":{"aws:SourceAccount":"11112222333?"}}`, false},
		{`{"StringEquals":{"aws:PrincipalAccount":"${aws:ResourceAccount}"}}`, false},
		{`{"StringEquals":{"aws:PrincipalAccount":""}}`, false},
		{`{"StringEquals":{"aws:PrincipalAccount":[]}}`, false},
		{`{"StringLike":{"aws:SourceVpc":["vpc-0123456789abcdef0","vpc-*"]}}`, false},
		{`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ci"}}`, false},
		{`{"ArnLike":{"aws:PrincipalArn":"*"}}`, false},
		{`{"ArnLike":{"aws:SourceArn":["arn:aws:iam::111122223333:role/ci","arn:aws:iam::*:role/ci"]}}`, false},
		{`{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/ci"}}`, false},
		{`{"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::${aws:PrincipalAccount}:role/ci"}}`, false},
		{`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::bucket"}}`, false},
		{`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"*"}}`, false},
		{`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-*/r-ab12/*"}}`, false},
		{`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5"}}`, false},
		{`{"StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}`, false},
		{`{"StringLike":{"aws:userid":"AROAEXAMPLEID:*"}}`, false},
		{`{"StringLike":{"aws:userid":"*"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"::/0"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/1","128.0.0.0/1"]}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"10.0.0.0/7"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"2001::/31"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"::ffff:0:0/96"}}`, false},
		{`{"IpAddress":{"aws:SourceIp":"office"}}`, false},
		{`{"StringLike":{"aws:SourceIp":"203.0.113.7"}}`, false},

		// A star under StringEquals is a character that no value has: nobody.
		{`{"StringEquals":{"aws:PrincipalOrgID":"*"}}`, true},
		{`{"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/ci"}}`, true},

		// Operators that hold for others, or when the key is absent.
		{`{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, false},
		{`{"StringNotLike":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, false},
		{`{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}`, false},
		{`{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`, false},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, false},
		{`{"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}}`, false},
		{`{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, false},
		{`{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}`, false},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalOrgID":"false"}}`, true},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"AWS:PrincipalOrgId":false}}`, true},
		{`{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"},"Null":{"aws:PrincipalOrgPaths":"false"}}`, true},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalOrgID":"true"}}`, false},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalOrgID":["false","true"]}}`, false},
		{`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalAccount":"false"}}`, false},
		{`{"Null":{"aws:PrincipalOrgID":"false"}}`, false},
		{`{"NumericLessThan":{"aws:SourceAccount":"111122223333"}}`, false},

		// The right column: never.
		{`{"Bool":{"aws:SecureTransport":"true"}}`, false},
		{`{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}`, false},
		{`{"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}}`, false},
		{`{"StringEquals":{"aws:UserAgent":"docker"}}`, false},
		{`{"StringEquals":{"aws:Referer":"https://example.org"}}`, false},
		{`{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`, false},
		{`{"NumericEquals":{"aws:MultiFactorAuthAge":"1"}}`, false},
		{`{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}`, false},
		{`{"StringEquals":{"aws:PrincipalTag/team":"ci"}}`, false},
		{`{"StringEquals":{"aws:RequestTag/team":"ci"}}`, false},
		{`{"StringEquals":{"aws:ResourceTag/team":"ci"}}`, false},
		{`{"StringEquals":{"ecr:ResourceTag/team":"ci"}}`, false},
		{`{"StringEquals":{"sts:ExternalId":"secret"}}`, false},
		{`{"StringEquals":{"aws:ResourceAccount":"111122223333"}}`, false},
		{`{"StringEquals":{"aws:ResourceOrgID":"o-a1b2c3d4e5"}}`, false},
		{`{"ForAnyValue:StringLike":{"aws:ResourceOrgPaths":"o-a1b2c3d4e5/*"}}`, false},
		{`{"ForAnyValue:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}}`, false},
		{`{"StringEquals":{"aws:CalledViaFirst":"athena.amazonaws.com"}}`, false},
		{`{"Bool":{"aws:ViaAWSService":"true"}}`, false},

		// Keys are ANDed.
		{`{"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{"StringLike":{"aws:PrincipalAccount":"*","aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, true},
		{`{}`, false},
	} {
		t.Run(tt.condition, func(t *testing.T) {
			want := logic.Of(!tt.want)
			if got := Public(condition(t, tt.condition), usualLimits()); got.Truth != want {
				t.Errorf("Public = %s, want %s", got.Truth, want)
			}
		})
	}
}

func TestNarrowLimits(t *testing.T) {
	for _, tt := range []struct {
		values string
		limits Limits
		want   logic.Truth
	}{
		{`"203.0.0.0/16"`, Limits{V4: 16, V6: 32}, logic.No},
		{`"203.0.0.0/15"`, Limits{V4: 16, V6: 32}, logic.Yes},
		{`"2001:db8::/48"`, Limits{V4: 16, V6: 48}, logic.No},
		{`"2001:db8::/47"`, Limits{V4: 16, V6: 48}, logic.Yes},
		{`"0.0.0.0/1"`, Limits{}, logic.No},
		{`["0.0.0.0/1","128.0.0.0/1"]`, Limits{}, logic.Yes},
		{`["128.0.0.0/1","0.0.0.0/2","64.0.0.0/2"]`, Limits{}, logic.Yes},
		{`["128.0.0.0/1","0.0.0.0/2","10.0.0.0/8","65.0.0.0/8"]`, Limits{}, logic.No},
		{`["::/1","8000::/1","10.0.0.0/8"]`, Limits{}, logic.Yes},
		{`["0.0.0.0/1","8000::/1"]`, Limits{}, logic.No},
	} {
		doc := condition(t, `{"IpAddress":{"aws:SourceIp":`+tt.values+`}}`)
		if got := Public(doc, tt.limits); got.Truth != tt.want {
			t.Errorf("%s with %+v: Public = %s, want %s", tt.values, tt.limits, got.Truth, tt.want)
		}
	}
}

func TestNarrowPartlyKnown(t *testing.T) {
	c := func(operator, key Text, values List) Condition {
		return Condition{Operator: operator, Key: key, Values: values}
	}
	unknown := List{Items: []Text{Unknown()}}
	org := c(Known("StringEquals"), Known("aws:PrincipalOrgID"), KnownList("o-a1b2c3d4e5"))
	for _, tt := range []struct {
		name  string
		items []Condition
		open  bool
		want  logic.Truth // of Public
	}{
		{"an unknown value", []Condition{c(Known("StringEquals"), Known("aws:PrincipalOrgID"), unknown)}, false, logic.Maybe},
		{"an unknown value beside an open one", []Condition{c(Known("StringLike"), Known("aws:PrincipalOrgID"), List{Items: []Text{Unknown(), Known("*")}})}, false, logic.Yes},
		{"more values beside a fixed one", []Condition{c(Known("StringLike"), Known("aws:PrincipalOrgID"), List{Items: []Text{Known("o-a")}, Open: true})}, false, logic.Maybe},
		{"an unknown value of a key that never narrows", []Condition{c(Known("StringEquals"), Known("aws:PrincipalTag/x"), unknown)}, false, logic.Yes},
		{"an unknown value beside another key that narrows", []Condition{c(Known("StringEquals"), Known("aws:SourceVpc"), unknown), org}, false, logic.No},
		{"an unknown address", []Condition{c(Known("IpAddress"), Known("aws:SourceIp"), unknown)}, false, logic.Maybe},
		{"an unknown address beside all of them", []Condition{c(Known("IpAddress"), Known("aws:SourceIp"), List{Items: []Text{Unknown(), Known("0.0.0.0/0")}})}, false, logic.Yes},
		{"an unknown key", []Condition{c(Known("StringEquals"), Unknown(), KnownList("o-a"))}, false, logic.Maybe},
		{"an unknown key under a Not operator", []Condition{c(Known("StringNotEquals"), Unknown(), KnownList("o-a"))}, false, logic.Yes},
		{"an unknown operator", []Condition{c(Unknown(), Known("aws:PrincipalOrgID"), KnownList("o-a"))}, false, logic.Maybe},
		{"an unknown operator of a key that never narrows", []Condition{c(Unknown(), Known("aws:SecureTransport"), KnownList("true"))}, false, logic.Yes},
		{"an unknown Null", []Condition{
			c(Known("StringEqualsIfExists"), Known("aws:PrincipalOrgID"), KnownList("o-a")),
			c(Known("Null"), Known("aws:PrincipalOrgID"), unknown),
		}, false, logic.Maybe},
		{"more conditions", nil, true, logic.Maybe},
		{"more conditions beside one that narrows", []Condition{org}, true, logic.No},
	} {
		doc := Document{Statements: []Statement{{
			Effect: Known(Allow), Actions: KnownList("ecr:GetDownloadUrlForLayer"),
			Principals: Principals{Items: []Principal{{Type: Known(Anyone), IDs: KnownList("*")}}},
			Conditions: Conditions{Items: tt.items, Open: tt.open},
		}}}
		if got := Public(doc, usualLimits()); got.Truth != tt.want {
			t.Errorf("%s: Public = %s, want %s", tt.name, got.Truth, tt.want)
		}
	}
}

func TestPublicReasons(t *testing.T) {
	doc := parse(t, policy(
		`{"Sid":"Named","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:*"}`,
		`{"Sid":"Pull","Effect":"Allow","Principal":{"AWS":["*","arn:aws:iam::*:root"]},"Action":"ecr:BatchGetImage"}`,
	))
	want := Answer{Truth: logic.Yes, Reasons: []Reason{{Statement: 1, Sid: "Pull", Truth: logic.Yes, Items: []string{"*", "arn:aws:iam::*:root"}}}}
	if diff := cmp.Diff(want, Public(doc, usualLimits())); diff != "" {
		t.Errorf("Public (-want +got):\n%s", diff)
	}
}
