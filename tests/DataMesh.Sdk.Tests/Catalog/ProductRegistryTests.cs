using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

public sealed class ProductRegistryTests
{
    private readonly InMemoryObjectStore _store = new();
    private readonly FakeTables _tables = new();

    [Fact]
    public async Task A_registered_product_reads_back_whole()
    {
        RegistrationResult result = await _store.RegisterAsync(_tables.Orders());

        ProductRegistration found = Assert.IsType<ProductRegistration>(await _store.FindOrdersAsync());
        Assert.True(result.Changed);
        Assert.Equal(1, found.Head);
        Assert.Equal("All orders of the shop.", found.Descriptor.Description);
        OutputPortDescriptor port = Assert.Single(found.Descriptor.OutputPorts);
        Assert.Equal(Assert.Single(_tables.Created.Keys).ToString(), port.TablePath);
        Assert.Matches("^sales/orders/ports/lines/v1-[0-9a-f]{8}$", port.TablePath);
        Assert.Equal(["order_id", "customer_email", "amount", "ordered_at"], Assert.Single(found.Contracts).Schema.Properties.Select(p => p.Name));
        PortPolicy policy = Assert.Single(found.Policy!.Ports);
        Assert.Equal("finance", Assert.Single(policy.Grants).Name);
        Assert.Equal(new ColumnClassification { FieldId = 2, Name = "customer_email", Level = Classification.Confidential, Categories = Category.Personal }, Assert.Single(policy.Columns));
        Assert.Equal(["datamesh.yaml", "sales/orders/contracts/lines/1.0.0.odcs.yaml", "sales/orders/heads/1.yaml", "sales/orders/policy/1.yaml", "sales/orders/product.yaml", "sales/orders/product/1.yaml"], await _store.PathsAsync());
    }

    [Fact]
    public async Task Registering_the_same_again_writes_nothing()
    {
        RegistrationResult first = await _store.RegisterAsync(_tables.Orders());
        List<string> before = await _store.PathsAsync();

        RegistrationResult again = await _store.RegisterAsync(_tables.Orders());

        Assert.False(again.Changed);
        Assert.Empty(again.Outdated);
        Assert.Equal(first.Registration.Descriptor.Id, again.Registration.Descriptor.Id);
        Assert.Equal(before, await _store.PathsAsync());
        Assert.Single(_tables.Created);
    }

    [Fact]
    public async Task What_a_committed_contract_says_is_stored_in_place_and_code_without_one_leaves_it()
    {
        await _store.RegisterAsync(_tables.Orders());
        PortDefinition port = _tables.Port(Examples.Contract(), Examples.Finance);
        ContractDocument committed = ContractDocument.From(port.Contract);
        committed.Tenant = "acme";

        RegistrationResult completed = await _store.RegisterAsync(_tables.Orders(port with { Contract = ContractSupplement.Complete(port.Contract, "file", committed.ToYaml()), IsCommitted = true }));
        RegistrationResult without = await _store.RegisterAsync(_tables.Orders());
        RegistrationResult emptied = await _store.RegisterAsync(_tables.Orders(port with { IsCommitted = true }));

        Assert.Equal("tenant: acme", Assert.Single(completed.Registration.Contracts).Supplement!.Trim());
        Assert.False(without.Changed);
        Assert.Null(Assert.Single(emptied.Registration.Contracts).Supplement);
        Assert.Equal((2, 3), (completed.Registration.Head, emptied.Registration.Head));
        Assert.Equal(["sales/orders/contracts/lines/1.0.0.2.odcs.yaml", "sales/orders/contracts/lines/1.0.0.3.odcs.yaml", "sales/orders/contracts/lines/1.0.0.odcs.yaml"], await _store.PathsAsync("sales/orders/contracts"));
    }

    [Fact]
    public async Task Changed_grants_raise_the_epoch_and_touch_nothing_else()
    {
        await _store.RegisterAsync(_tables.Orders());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(), Examples.Finance, new Grant { Name = "auditors", To = new Recipients { Roles = ["auditor"] } })));

        Assert.Equal((2, 2), (result.Registration.Head, result.Registration.Policy!.Epoch));
        Assert.Equal(["finance", "auditors"], result.Registration.Policy.Ports[0].Grants.Select(g => g.Name));
        Assert.Single(await _store.PathsAsync("sales/orders/contracts"));
        Assert.Single(await _store.PathsAsync("sales/orders/product"));
        Assert.Single(_tables.Created);
    }

    [Fact]
    public async Task A_raised_classification_is_a_policy_epoch_and_needs_no_new_contract_version()
    {
        await _store.RegisterAsync(_tables.Orders());
        DataContract contract = Examples.Contract();
        DataContract raised = contract with { Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Select(p => p.Name == "amount" ? p with { Classification = Classification.Restricted } : p)] } };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(raised, Examples.Finance)));

        Assert.Equal(2, result.Registration.Policy!.Epoch);
        Assert.Equal([(2, Classification.Confidential), (3, Classification.Restricted)], result.Registration.Policy.Ports[0].Columns.Select(c => (c.FieldId, c.Level)));
        Assert.Single(await _store.PathsAsync("sales/orders/contracts"));
    }

    [Fact]
    public async Task What_a_steward_raised_survives_a_registration_by_any_code()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplacePolicyAsync(policy => policy with
        {
            Ports = [policy.Ports[0] with { Columns = [policy.Ports[0].Columns[0] with { Level = Classification.Restricted, Raised = true }, new() { FieldId = 3, Name = "amount", Level = Classification.Confidential, Categories = Category.Financial, Raised = true }] }],
        });

        RegistrationResult same = await _store.RegisterAsync(_tables.Orders());
        RegistrationResult other = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(), new Grant { Name = "auditors", To = new Recipients { Roles = ["auditor"] } })));

        Assert.False(same.Changed);
        Assert.Equal(["auditors"], other.Registration.Policy!.Ports[0].Grants.Select(g => g.Name));
        Assert.Equal([(2, Classification.Restricted, Category.Personal, true), (3, Classification.Confidential, Category.Financial, true)],
            other.Registration.Policy.Ports[0].Columns.Select(c => (c.FieldId, c.Level, c.Categories, c.Raised)));
    }

    [Fact]
    public async Task Code_that_is_as_strict_as_the_steward_takes_the_mark_away()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplacePolicyAsync(policy => policy with { Ports = [policy.Ports[0] with { Columns = [policy.Ports[0].Columns[0] with { Level = Classification.Restricted, Raised = true }] }] });
        DataContract contract = Examples.Contract();
        DataContract strict = contract with { Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Select(p => p.Name == "customer_email" ? p with { Classification = Classification.Restricted } : p)] } };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(strict, Examples.Finance)));

        ColumnClassification column = Assert.Single(result.Registration.Policy!.Ports[0].Columns);
        Assert.Equal((Classification.Restricted, false), (column.Level, column.Raised));
    }

    [Fact]
    public async Task Every_column_that_a_policy_names_is_bound_to_its_field()
    {
        PortPolicy policy = new()
        {
            Port = "lines",
            Major = 1,
            Grants = [Examples.Finance with { Gives = new Sight { Rows = Filter.Parse("amount > 1.0"), Masks = [new() { Column = "customer_email", Mask = Mask.Hash }] } }],
            Retention = new Retention { Column = "ordered_at", Period = TimeSpan.FromDays(1) },
            Columns = [new() { FieldId = 0, Name = "order_id", Level = Classification.Confidential, KeepBounds = true }],
        };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract()) with { Policy = policy }));

        Assert.Equal([(1, "order_id", Classification.Confidential, true), (2, "customer_email", Classification.Confidential, false), (3, "amount", Classification.Internal, false), (4, "ordered_at", Classification.Internal, false)],
            result.Registration.Policy!.Ports[0].Columns.Select(c => (c.FieldId, c.Name, c.Level, c.KeepBounds)));
    }

    [Fact]
    public async Task A_text_that_binds_a_column_to_another_field_is_refused()
    {
        PortPolicy policy = PolicyText.Read("test", "columns:\n  - name: amount\n    field: 9\n") with { Port = "lines", Major = 1 };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract()) with { Policy = policy with { Grants = [Examples.Finance with { Gives = new Sight { Columns = ["amount"] } }] } })));

        Assert.Contains("binds 'amount' to field 9, and in the table it is field 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_grant_is_written_is_no_new_epoch()
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(), Examples.Finance with { Origin = "Orders.cs:10" })));

        RegistrationResult moved = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(), Examples.Finance with { Origin = "Orders.cs:11" })));

        Assert.False(moved.Changed);
    }

    [Fact]
    public async Task Stewards_and_purposes_are_part_of_the_policy()
    {
        await _store.RegisterAsync(_tables.Orders());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders() with { Stewards = new Recipients { Roles = ["steward"] }, Purposes = [new() { Purpose = "revenue" }] });

        Assert.Equal(2, result.Registration.Policy!.Epoch);
        Assert.Equal(["steward"], result.Registration.Policy.Stewards.Roles);
        Assert.Equal("revenue", Assert.Single(result.Registration.Policy.Purposes).Purpose.ToString());
    }

    [Fact]
    public async Task A_policy_of_version_1_is_written_anew_only_when_it_says_something_else()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplacePolicyAsync(policy => policy, text => text.Replace("formatVersion: 2", "formatVersion: 1", StringComparison.Ordinal));

        PolicyDocument first = (await _store.FindOrdersAsync())!.Policy!;
        RegistrationResult result = await _store.RegisterAsync(_tables.Orders());

        Assert.Equal(["customer_email"], first.Ports[0].Grants[0].Gives.Excluded);
        Assert.True(result.Changed);
        Assert.Empty(result.Registration.Policy!.Ports[0].Grants[0].Gives.Excluded);
    }

    [Fact]
    public async Task Personal_data_is_confidential_whatever_its_level_says()
    {
        SchemaProperty phone = new() { Name = "phone", Type = PhysicalType.Of(PhysicalTypeKind.String), Categories = Category.Personal, Classification = Classification.Public };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.0.0", phone))));

        Assert.Equal(Classification.Confidential, result.Registration.Policy!.Ports[0].Columns.Single(c => c.Name == "phone").Level);
    }

    [Fact]
    public async Task A_changed_description_is_a_new_descriptor_and_its_copy_follows()
    {
        await _store.RegisterAsync(_tables.Orders());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders() with { Description = "Orders, all of them." });

        Assert.Equal("Orders, all of them.", result.Registration.Descriptor.Description);
        Assert.Equal(["sales/orders/product/1.yaml", "sales/orders/product/2.yaml"], await _store.PathsAsync("sales/orders/product"));
        Assert.Equal(await _store.ReadAsync("sales/orders/product/2.yaml"), await _store.ReadAsync("sales/orders/product.yaml"));
        Assert.Equal(1, result.Registration.Policy!.Epoch);
    }

    [Fact]
    public async Task A_new_owner_and_new_tags_need_no_new_version()
    {
        await _store.RegisterAsync(_tables.Orders());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract() with { Owner = "shop@shop.example", Tags = ["new"] }, Examples.Finance)) with { Owner = "shop@shop.example", Tags = ["new"] });

        Assert.Equal("shop@shop.example", result.Registration.Descriptor.Owner);
        Assert.Equal(["new"], result.Registration.Descriptor.Tags);
    }

    [Fact]
    public async Task A_version_with_other_content_is_refused_and_the_difference_named()
    {
        await _store.RegisterAsync(_tables.Orders());
        SchemaProperty discount = new() { Name = "discount", Type = PhysicalType.Decimal(18, 2) };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.0.0", discount), Examples.Finance))));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains("discount is not stored", error.Message, StringComparison.Ordinal);
        Assert.Contains("raise the version", error.Message, StringComparison.Ordinal);
        Assert.Equal("sales/orders/lines", error.Port.ToString());
    }

    [Fact]
    public async Task A_higher_minor_version_keeps_the_table()
    {
        await _store.RegisterAsync(_tables.Orders());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0") with { Description = "Revenue reporting and audits." }, Examples.Finance)));

        OutputPortDescriptor port = Assert.Single(result.Registration.Descriptor.OutputPorts);
        Assert.Equal("1.1.0", port.Version.ToString());
        Assert.Equal(Assert.Single(_tables.Created.Keys).ToString(), port.TablePath);
        Assert.Equal("Revenue reporting and audits.", Assert.Single(result.Registration.Contracts).Description);
        Assert.Equal(1, result.Registration.Policy!.Epoch);
    }

    [Theory]
    [InlineData("1.0.0", "1.1.0", LifecycleStatus.Active, "version 1.1.0 breaks readers of 1.0.0: required of property 'amount' changed from 'true' to 'false'; property 'customer_email' was removed. Raise the version to 2.0.0, which gets a table of its own")]
    [InlineData("0.3.0", "0.3.1", LifecycleStatus.Active, "Raise the version to 0.4.0, or restore what it promised.")]
    [InlineData("1.0.0", "1.0.0", LifecycleStatus.Active, "A published version never changes: raise the version to 2.0.0 or higher.")]
    public async Task A_change_that_breaks_readers_is_refused_unless_its_version_says_so(string stored, string declared, LifecycleStatus status, string expected)
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(stored) with { Status = status }, Examples.Finance)));

        BreakingChangeException error = await Assert.ThrowsAsync<BreakingChangeException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Breaking(declared, status), Examples.Finance))));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.3.0", "0.4.0", LifecycleStatus.Active)]
    [InlineData("1.0.0", "1.1.0", LifecycleStatus.Draft)]
    public async Task A_break_that_is_announced_changes_the_table_in_place(string stored, string declared, LifecycleStatus status)
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(stored) with { Status = status }, Examples.Finance)));

        await _store.RegisterAsync(_tables.Orders(_tables.Port(Breaking(declared, status), Examples.Finance)));

        Schema table = Assert.Single(_tables.Created.Values);
        Assert.DoesNotContain(table.FieldsList, f => f.Name == "customer_email");
        Assert.True(table.GetFieldByName("amount").IsNullable);
    }

    [Fact]
    public async Task A_breaking_change_in_a_new_major_version_is_registered_beside_the_old_one()
    {
        await _store.RegisterAsync(_tables.Orders());
        DataContract second = Examples.Contract("2.0.0");
        second = second with { Schema = second.Schema with { Properties = [.. second.Schema.Properties.Where(p => p.Name != "customer_email")] } };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(), Examples.Finance), _tables.Port(second, Examples.Finance)));

        Assert.Equal(["1.0.0", "2.0.0"], result.Registration.Descriptor.OutputPorts.Select(p => p.Version.ToString()));
    }

    [Fact]
    public async Task A_publish_mode_that_lets_rows_change_breaks_readers()
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract() with { Mode = PublishMode.Append }, Examples.Finance)));

        BreakingChangeException error = await Assert.ThrowsAsync<BreakingChangeException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0"), Examples.Finance))));

        Assert.Contains("the publish mode changed from 'append' to 'upsert'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_higher_minor_version_gives_its_table_new_columns_and_binds_the_policy_to_them()
    {
        await _store.RegisterAsync(_tables.Orders());
        SchemaProperty discount = new() { Name = "discount", Type = PhysicalType.Decimal(18, 2), Classification = Classification.Confidential };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0", discount), Examples.Finance)));

        Assert.Equal("1.1.0", Assert.Single(result.Registration.Descriptor.OutputPorts).Version.ToString());
        Schema table = Assert.Single(_tables.Created.Values);
        int? field = table.GetFieldByName("discount").GetFieldId();
        Assert.Equal(table.FieldsList.Count, field);
        Assert.Equal(field, Assert.Single(Assert.Single(result.Registration.Policy!.Ports).Columns, c => c.Name == "discount").FieldId);
    }

    [Fact]
    public async Task A_name_that_comes_back_in_a_later_version_is_another_field_also_in_the_policy()
    {
        SchemaProperty note = new() { Name = "note", Type = PhysicalType.Of(PhysicalTypeKind.String), Classification = Classification.Confidential };
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("0.1.0", note), Examples.Finance)));
        int? first = Assert.Single(_tables.Created.Values).GetFieldByName("note").GetFieldId();
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("0.2.0", new SchemaProperty { Name = "other", Type = note.Type }), Examples.Finance)));

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("0.3.0", note), Examples.Finance)));

        int bound = Assert.Single(Assert.Single(result.Registration.Policy!.Ports).Columns, c => c.Name == "note").FieldId;
        Assert.Equal(Assert.Single(_tables.Created.Values).GetFieldByName("note").GetFieldId(), bound);
        Assert.NotEqual(first, bound);
    }

    [Fact]
    public async Task A_higher_minor_version_that_its_table_cannot_follow_is_refused()
    {
        await _store.RegisterAsync(_tables.Orders());
        SchemaProperty discount = new() { Name = "discount", Type = PhysicalType.Decimal(18, 2), Required = true };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0", discount), Examples.Finance))));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains("'discount' is new and required", error.Message, StringComparison.Ordinal);
        Assert.Contains("2.0.0", error.Message, StringComparison.Ordinal);
        Assert.Single(await _store.PathsAsync("sales/orders/contracts"));
    }

    [Fact]
    public async Task A_new_major_version_lies_beside_the_old_one()
    {
        await _store.RegisterAsync(_tables.Orders());
        SchemaProperty discount = new() { Name = "discount", Type = PhysicalType.Decimal(18, 2) };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("2.0.0", discount), Examples.Finance)));

        Assert.Equal(["1.0.0", "2.0.0"], result.Registration.Descriptor.OutputPorts.Select(p => p.Version.ToString()));
        Assert.Equal([1, 2], result.Registration.Policy!.Ports.Select(p => p.Major));
        Assert.Equal(2, _tables.Created.Count);
        Assert.Equal(2, result.Registration.Contracts.Count);
    }

    [Theory]
    [InlineData("1.1.0", "1.0.0")]
    [InlineData("2.0.0", "1.0.0")]
    public async Task An_older_definition_never_overwrites_a_newer_one(string stored, string older)
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(stored), Examples.Finance)));
        List<string> before = await _store.PathsAsync();

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract(older))) with { Description = "Stale." });

        Assert.False(result.Changed);
        Assert.Equal([new OutdatedPort("sales/orders/lines", older, stored)], result.Outdated);
        Assert.Equal("All orders of the shop.", result.Registration.Descriptor.Description);
        Assert.Equal(before, await _store.PathsAsync());
    }

    [Fact]
    public async Task A_definition_that_is_older_in_one_port_and_newer_in_another_is_refused()
    {
        await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0"))));
        DataContract other = Examples.Contract() with { Port = "sales/orders/returns" };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract()), _tables.Port(other))));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains("at least as new", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_that_a_definition_does_not_name_stay()
    {
        await _store.RegisterAsync(_tables.Orders());
        DataContract returns = Examples.Contract() with { Port = "sales/orders/returns" };

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders(_tables.Port(returns)));

        Assert.Equal(["lines", "returns"], result.Registration.Descriptor.OutputPorts.Select(p => p.Name));
        Assert.Equal("finance", Assert.Single(result.Registration.Policy!.Ports[0].Grants).Name);
    }

    [Fact]
    public async Task A_lost_policy_is_restored_by_its_owner_under_a_new_epoch()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.DeleteAsync("sales/orders/policy/1.yaml", TestContext.Current.CancellationToken);

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders());

        Assert.Equal(2, result.Registration.Policy!.Epoch);
        Assert.Equal(2, result.Registration.Head);
    }

    [Fact]
    public async Task A_registration_that_stopped_before_its_head_is_taken_up_again()
    {
        PortDefinition broken = _tables.Port(Examples.Contract(), Examples.Finance) with { CreateTable = (_, _, _, _) => throw new DataMeshException(DataMeshErrorKind.StorageFull, "full") };
        await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(_tables.Orders(broken)));
        Assert.Null(await _store.FindOrdersAsync());

        RegistrationResult result = await _store.RegisterAsync(_tables.Orders());

        Assert.True(result.Changed);
        Assert.NotNull(await _store.FindOrdersAsync());
    }

    [Fact]
    public async Task Contradictions_of_a_definition_are_refused_before_anything_is_written()
    {
        PortDefinition port = _tables.Port(Examples.Contract());
        foreach (ProductDefinition wrong in (ProductDefinition[])
        [
            _tables.Orders(port, port),
            _tables.Orders(_tables.Port(Examples.Contract() with { Port = "sales/other/lines" })),
            _tables.Orders(_tables.Port(Examples.Contract(), Examples.Finance, Examples.Finance)),
            _tables.Orders(_tables.Port(Examples.Contract() with { Partitioning = [new PartitionField { Column = "missing" }] })),
        ])
            Assert.Equal(DataMeshErrorKind.InvalidDefinition, (await Assert.ThrowsAsync<DataMeshException>(() => _store.RegisterAsync(wrong))).Kind);
        Assert.Equal(["datamesh.yaml"], await _store.PathsAsync());
    }

    private static DataContract Breaking(string version, LifecycleStatus status)
    {
        DataContract contract = Examples.Contract(version) with { Status = status };
        return contract with { Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Where(p => p.Name != "customer_email").Select(p => p.Name == "amount" ? p with { Required = false } : p)] } };
    }
}
