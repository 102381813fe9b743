package usercontrol_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever is wrong with a rule is said when it is read: where, what was expected,
// and the line itself.
func TestMistakes(t *testing.T) {
	tests := []struct{ name, when, condition, message, want string }{
		{name: "syntax", condition: "self.name ==", want: `acme.yaml:13: condition: Missing expression: Expected the start of an expression, but found the end of the file.
    self.name ==
                ^`},
		{name: "second line", condition: "self.name == \"x\" &&\nslef.name == \"y\"", want: `acme.yaml:14: condition: unknown name "slef": expected self, the resource that is checked; did you mean self?; other resources are reached with the functions linked, referrers and resources
    slef.name == "y"
    ^^^^`},
		{name: "assignment", condition: `self.name = "x"`, want: `acme.yaml:13: condition: Extra characters after expression: An expression was successfully parsed, but extra characters were found after it; did you mean ==?
    self.name = "x"
              ^`},
		{name: "words for operators", condition: "self.name == \"x\" and\nself.name == \"y\"", want: `acme.yaml:13: condition: Extra characters after expression: An expression was successfully parsed, but extra characters were found after it; did you mean &&?
    self.name == "x" and
                     ^^^`},
		{name: "word for an operator in front", condition: `not self.force_delete`, want: `acme.yaml:13: condition: Extra characters after expression: An expression was successfully parsed, but extra characters were found after it; did you mean !?
    not self.force_delete
        ^^^^`},
		{name: "word for a list", condition: `self.name in ["x"]`, want: `acme.yaml:13: condition: Extra characters after expression: An expression was successfully parsed, but extra characters were found after it; did you mean contains(list, element)?
    self.name in ["x"]
              ^^`},
		{name: "type of a link", condition: `length(referrers("aws_sqs_queue_polcy", "queue_url")) == 0`, want: `acme.yaml:13: condition: no provider has a type aws_sqs_queue_polcy, as far as is known here; did you mean aws_sqs_queue_policy? One of a newer provider is written ["aws_sqs_queue_polcy"]
    length(referrers("aws_sqs_queue_polcy", "queue_url")) == 0
                     ^^^^^^^^^^^^^^^^^^^^^`},
		{name: "type of what is listed", condition: `length(resources("aw_sqs_queue")) == 0`, want: `acme.yaml:13: condition: no provider has a type aw_sqs_queue, as far as is known here; did you mean aws_sqs_queue? One of a newer provider is written ["aw_sqs_queue"]
    length(resources("aw_sqs_queue")) == 0
                     ^^^^^^^^^^^^^^`},
		{name: "argument of a type that no built-in control reads", condition: `length(linked("aws_sqs_queue", self.name)[*].kms_master_key) == 0`, want: `acme.yaml:13: condition: aws_sqs_queue has no argument kms_master_key; did you mean kms_master_key_id?
    length(linked("aws_sqs_queue", self.name)[*].kms_master_key) == 0
                                                ^^^^^^^^^^^^^^^`},
		{name: "other variables", condition: `self.name == var.name`, want: `acme.yaml:13: condition: unknown name "var": expected self, the resource that is checked; other resources are reached with the functions linked, referrers and resources
    self.name == var.name
                 ^^^`},
		{name: "argument", condition: `self.image_tag_mutabilty == "IMMUTABLE"`, want: `acme.yaml:13: condition: aws_ecr_repository has no argument image_tag_mutabilty; did you mean image_tag_mutability?
    self.image_tag_mutabilty == "IMMUTABLE"
        ^^^^^^^^^^^^^^^^^^^^`},
		{name: "argument inside try", condition: `try(self.image_tag_mutabilty, "IMMUTABLE") == "IMMUTABLE"`, want: `acme.yaml:13: condition: aws_ecr_repository has no argument image_tag_mutabilty; did you mean image_tag_mutability?
    try(self.image_tag_mutabilty, "IMMUTABLE") == "IMMUTABLE"
            ^^^^^^^^^^^^^^^^^^^^`},
		{name: "argument of a block", condition: `self.encryption_configuration[0].kms_key_id != null`, want: `acme.yaml:13: condition: encryption_configuration has no argument kms_key_id; did you mean kms_key?
    self.encryption_configuration[0].kms_key_id != null
                                    ^^^^^^^^^^^`},
		{name: "argument of a list of blocks", condition: `self.encryption_configuration.kms_key != null`, want: `acme.yaml:13: condition: encryption_configuration are blocks, of which there may be several: expected the first, [0].kms_key, or all, [*].kms_key
    self.encryption_configuration.kms_key != null
                                 ^^^^^^^^`},
		{name: "argument behind a splat", condition: `length(self.encryption_configuration[*].key) == 0`, want: `acme.yaml:13: condition: encryption_configuration has no argument key, as far as is known here; one of a newer provider is written ["key"]
    length(self.encryption_configuration[*].key) == 0
                                           ^^^^`},
		{name: "argument of what a for goes through", condition: `alltrue([for e in self.encryption_configuration : try(e.kms_kye, "") != ""])`, want: `acme.yaml:13: condition: encryption_configuration has no argument kms_kye; did you mean kms_key?
    alltrue([for e in self.encryption_configuration : try(e.kms_kye, "") != ""])
                                                           ^^^^^^^^`},
		{name: "argument of a linked resource", condition: `linked("aws_kms_key", self.encryption_configuration[0].kms_key)[0].enable_key_rotatoin`, want: `acme.yaml:13: condition: aws_kms_key has no argument enable_key_rotatoin; did you mean enable_key_rotation?
    linked("aws_kms_key", self.encryption_configuration[0].kms_key)[0].enable_key_rotatoin
                                                                      ^^^^^^^^^^^^^^^^^^^^`},
		{name: "argument that a referrer points with", condition: `length(referrers("aws_ecr_repository_policy", "repo")) == 0`, want: `acme.yaml:13: condition: aws_ecr_repository_policy has no argument repo; did you mean repository?
    length(referrers("aws_ecr_repository_policy", "repo")) == 0
                                                  ^^^^^^`},
		{name: "type that is not written out", condition: `length(resources(self.name)) == 0`, want: `acme.yaml:13: condition: expected a resource type in quotes, as in resources("aws_ecr_registry_policy")
    length(resources(self.name)) == 0
                     ^^^^^^^^^`},
		{name: "link of no argument", condition: `length(linked("aws_kms_key", "x")) == 0`, want: `acme.yaml:13: condition: expected an argument that points at resources, as in linked("aws_kms_key", self.kms_key_id)
    length(linked("aws_kms_key", "x")) == 0
                                 ^^^`},
		{name: "too few arguments of a link", condition: `length(linked("aws_kms_key")) == 0`, want: `acme.yaml:13: condition: expected linked("aws_kms_key", self.kms_key_id)
    length(linked("aws_kms_key")) == 0
           ^^^^^^^^^^^^^^^^^^^^^`},
		{name: "argument of a newer provider", condition: `self.made_up == null`, want: `acme.yaml:13: condition: aws_ecr_repository has no argument made_up, as far as is known here; one of a newer provider is written ["made_up"]
    self.made_up == null
        ^^^^^^^^`},
		{name: "function", condition: `lenght(self.name) > 0`, want: `acme.yaml:13: condition: there is no function lenght; did you mean length?
    lenght(self.name) > 0
    ^^^^^^`},
		{name: "function in a for", condition: `alltrue([for e in self.encryption_configuration : uper(e.kms_key) == ""])`, want: `acme.yaml:13: condition: there is no function uper; did you mean upper?
    alltrue([for e in self.encryption_configuration : uper(e.kms_key) == ""])
                                                      ^^^^`},
		{name: "function that reads", condition: `self.name == file("x")`, want: `acme.yaml:13: condition: the function file cannot be used in a control: it reads files, and a condition is about what is planned
    self.name == file("x")
                 ^^^^`},
		{name: "function that reveals", condition: `self.name == "x"`, message: "${nonsensitive(self.name)}", want: `acme.yaml:15: message: the function nonsensitive cannot be used in a control: it would let a message print what is sensitive
    ${nonsensitive(self.name)}
      ^^^^^^^^^^^^`},
		{name: "no condition", condition: `length(self.tags)`, want: `acme.yaml:13: condition: expected true or false, found a number
    length(self.tags)
    ^^^^^^^^^^^^^^^^^`},
		{name: "always the same", condition: `1 == 1`, want: `acme.yaml:13: condition: expected a condition on self or its links: this one is the same for every resource
    1 == 1
    ^^^^^^`},
		{name: "when that is always the same", when: `1 == 1`, condition: `self.name == ""`, want: `acme.yaml:13: when: expected a condition on self or its links: this one is the same for every resource
    1 == 1
    ^^^^^^`},
		{name: "all of self", condition: `length(self) > 0`, want: `acme.yaml:13: condition: expected an argument of self, as in self.name
    length(self) > 0
           ^^^^`},
		{name: "self as a loop's name", condition: `alltrue([for self in self.tags : self != ""])`, want: `acme.yaml:13: condition: expected another name than self for what the for expression goes through
    alltrue([for self in self.tags : self != ""])
            ^
acme.yaml:13: condition: expected an argument of self, as in self.name
    alltrue([for self in self.tags : self != ""])
                                     ^^^^`},
		{name: "wrong type of operand", condition: `self.tags > 3`, want: `acme.yaml:13: condition: invalid operand: Unsuitable value for left operand: number required, but have map of string.
    self.tags > 3
    ^^^^^^^^^`},
		{name: "when and message", when: `self.nam == "x"`, condition: `self.name == "x"`, message: "${self.nme}", want: `acme.yaml:13: when: aws_ecr_repository has no argument nam; did you mean name?
    self.nam == "x"
        ^^^^
acme.yaml:17: message: aws_ecr_repository has no argument nme; did you mean name?
    ${self.nme}
          ^^^^`},
		{name: "nesting", condition: strings.Repeat("(", 100_000) + "self.name", want: `acme.yaml:13: condition: nesting limit: expected at most 250 levels of brackets and operators in each other
    ` + strings.Repeat("(", 120) + `
    ` + strings.Repeat(" ", 60) + `^`},
		{name: "nesting of a message", condition: `self.name == ""`, message: strings.Repeat(`${"`, 100_000), want: `acme.yaml:15: message: nesting limit: expected at most 250 levels of brackets and operators in each other
    ` + strings.Repeat(`${"`, 40) + `
    ` + strings.Repeat(" ", 60) + `^^`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message := tt.message
			if message == "" {
				message = "no"
			}
			_, err := load(t, file("aws_ecr_repository", tt.when, tt.condition, message))
			if err == nil {
				t.Fatal("no mistake is found")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, err)
			}
		})
	}
}

// A type of the resources that a rule is about may be misspelt, or newer than what is known.
func TestMisspeltResource(t *testing.T) {
	_, err := load(t, file("aws_sqs_queu", "", `self.name == "x"`, "no"))
	want := `acme.yaml:11: resource: no provider has a type aws_sqs_queu, as far as is known here; did you mean aws_sqs_queue? One of a newer provider is written '["aws_sqs_queu"]'`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	for _, resource := range []string{`'["aws_sqs_queu"]'`, "cloudflare_record", "aws_sqs_queue"} {
		for _, condition := range []string{`self.name == "x"`, `self.name == "x" && length(resources(["aws_sqs_queu"])) == 0`} {
			evaluators, err := load(t, file(resource, "", condition, "no"))
			if err != nil {
				t.Fatalf("%s: %v", resource, err)
			}
			if got := evaluators[0].Subjects[0]; got != strings.Trim(resource, `[]'"`) {
				t.Errorf("%s is about %s", resource, got)
			}
		}
	}
}
