package plan

// moduleConfig is a module of the configuration, as the pass found it.
type moduleConfig struct {
	resources map[string]*resourceConfig // by "type.name" or "data.type.name"
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
	return p.object(func(name string) (err error) {
		switch name {
		case "provider_config":
			return p.providerConfigs()
		case "root_module":
			p.index.config, err = p.moduleConfig()
			return err
		}
		return p.skip()
	})
}

func (p pass) providerConfigs() error {
	return p.object(func(key string) error {
		c := providerConfig{key: key}
		err := p.object(func(name string) (err error) {
			switch name {
			case "name":
				c.name, err = p.text()
			case "full_name":
				if p.PeekKind() != '"' {
					return p.skip()
				}
				name, err := p.term()
				p.index.noteHost(name)
				return err
			case "module_address":
				c.module, err = p.text()
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

func (p pass) moduleConfig() (*moduleConfig, error) {
	m := &moduleConfig{resources: map[string]*resourceConfig{}, calls: map[string]*callConfig{}}
	err := p.object(func(name string) (err error) {
		switch name {
		case "resources":
			return p.array(func() error { return p.resourceConfig(m) })
		case "module_calls":
			return p.object(func(call string) (err error) {
				m.calls[call], err = p.callConfig()
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

func (p pass) callConfig() (*callConfig, error) {
	c := &callConfig{}
	err := p.object(func(name string) (err error) {
		switch name {
		case "expressions":
			c.expressions, err = p.span()
		case "count_expression":
			c.count, err = p.span()
		case "for_each_expression":
			c.forEach, err = p.span()
		case "module":
			c.module, err = p.moduleConfig()
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
// parts may come in any order.
func (p pass) resourceConfig(m *moduleConfig) error {
	c := &resourceConfig{}
	var address string
	start := p.base + p.InputOffset()
	err := p.object(func(name string) (err error) {
		switch name {
		case "address":
			address, err = p.text()
		case "provider_config_key":
			c.provider, err = p.term()
		default:
			err = p.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	// Of any resource an argument may be read back, and what a data source is given may
	// be sensitive.
	c.body = span{start, p.base + p.InputOffset()}
	m.resources[address] = c
	return nil
}
