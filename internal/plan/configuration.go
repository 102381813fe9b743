package plan

import (
	"strings"
)

// moduleConfig is a module of the configuration, as the pass found it.
type moduleConfig struct {
	resources map[string]*resourceConfig // by "type.name" or "data.type.name", wanted types only
	declared  map[string]bool            // every resource, of any type
	calls     map[string]*callConfig
	outputs   span
	variables span

	decodedOutputs   map[string]*expression
	decodedVariables map[string]*expression
}

// resourceConfig is the block that declares a resource.
type resourceConfig struct {
	body     span
	provider string // key of its provider configuration

	decoded     bool
	expressions map[string]*expression
	repetition  *expression // count or for_each; nil for neither
}

// callConfig is a module call.
type callConfig struct {
	expressions, count, forEach span
	module                      *moduleConfig

	decoded    map[string]*expression
	repetition *expression
	ready      bool
}

// providerConfig is a provider's configuration block.
type providerConfig struct {
	key, name, module string
	expressions       span
}

func (p pass) configuration() error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object("configuration", func(name string) (err error) {
		switch name {
		case "provider_config":
			return p.providerConfigs()
		case "root_module":
			p.index.config, err = p.moduleConfig("configuration.root_module")
			return err
		}
		return p.skip()
	})
}

func (p pass) providerConfigs() error {
	return p.object("configuration.provider_config", func(key string) error {
		c := providerConfig{key: key}
		what := "configuration.provider_config." + key
		err := p.object(what, func(name string) (err error) {
			switch name {
			case "name":
				c.name, err = p.text(what + ".name")
			case "module_address":
				c.module, err = p.text(what + ".module_address")
			case "expressions":
				c.expressions, err = p.span()
			default:
				err = p.skip()
			}
			return err
		})
		p.index.providers = append(p.index.providers, c)
		return err
	})
}

func (p pass) moduleConfig(what string) (*moduleConfig, error) {
	m := &moduleConfig{resources: map[string]*resourceConfig{}, calls: map[string]*callConfig{}, declared: map[string]bool{}}
	err := p.object(what, func(name string) (err error) {
		switch name {
		case "resources":
			return p.array(what+".resources", func(int) error { return p.resourceConfig(what+".resources", m) })
		case "module_calls":
			return p.object(what+".module_calls", func(call string) (err error) {
				m.calls[call], err = p.callConfig(what + ".module_calls." + call)
				return err
			})
		case "outputs":
			m.outputs, err = p.span()
		case "variables":
			m.variables, err = p.span()
		default:
			err = p.skip()
		}
		return err
	})
	return m, err
}

func (p pass) callConfig(what string) (*callConfig, error) {
	c := &callConfig{}
	err := p.object(what, func(name string) (err error) {
		switch name {
		case "expressions":
			c.expressions, err = p.span()
		case "count_expression":
			c.count, err = p.span()
		case "for_each_expression":
			c.forEach, err = p.span()
		case "module":
			c.module, err = p.moduleConfig(what + ".module")
		default:
			err = p.skip()
		}
		return err
	})
	if c.module == nil {
		c.module = &moduleConfig{}
	}
	return c, err
}

// resourceConfig reads a resource's block. Its whole range is kept, since its
// parts may come in any order and before its type.
func (p pass) resourceConfig(what string, m *moduleConfig) error {
	c := &resourceConfig{}
	var address, typ string
	start := p.base + p.InputOffset()
	err := p.object(what, func(name string) (err error) {
		switch name {
		case "address":
			address, err = p.text(what + ".address")
		case "type":
			typ, err = p.text(what + ".type")
		case "provider_config_key":
			c.provider, err = p.text(what + ".provider_config_key")
		default:
			err = p.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	if p.wanted.types[typ] {
		c.body = span{start, p.base + p.InputOffset()}
		m.resources[address] = c
	}
	if strings.HasPrefix(address, "data.") || typ != "" {
		m.declared[address] = true
	}
	return nil
}
