using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Changes a part of a registered product by adding a head. All or nothing, and safe among any number of processes.</summary>
/// <remarks>Who loses the race for a number makes the change again on top of what won, so that every check is made against what is there.</remarks>
internal sealed class ProductAmendment(ObjectStore store)
{
    private const int MostAttempts = 50;

    private readonly RegistrationReader _reader = new(new DocumentFiles(store));

    /// <summary>Where the parts are written.</summary>
    public DocumentFiles Files { get; } = new(store);

    /// <summary>Makes a change.</summary>
    /// <param name="product">The product.</param>
    /// <param name="operation">What messages call the change, for example <c>approve</c>.</param>
    /// <param name="prepare">Checks what is there (null: no product), writes the new parts and gives the head to commit, without number and predecessor; null when there is nothing to change.</param>
    /// <param name="cancellationToken">Cancels the change, until its head is committed.</param>
    /// <returns>True when a head was added.</returns>
    /// <exception cref="CommitConflictException">Others changed the product again and again in between.</exception>
    public async Task<bool> RunAsync(ProductName product, string operation, Func<LoadedProduct?, CancellationToken, Task<ProductHead?>> prepare, CancellationToken cancellationToken)
    {
        LoadedProduct? current = null;
        for (int i = 0; i < MostAttempts; i++)
        {
            current = await _reader.LoadNewestAsync(product, current, cancellationToken).ConfigureAwait(false);
            if (await prepare(current, cancellationToken).ConfigureAwait(false) is not { } changed)
                return false;
            ProductHead next = changed with { Number = current!.Head.Number + 1, Previous = current.PinHead() };
            if (await next.TryCreateAsync(Files, cancellationToken).ConfigureAwait(false))
                return true;
        }
        throw new CommitConflictException($"Cannot {operation}: other processes changed '{product}' {MostAttempts} times in between. Try again.") { Product = product, Operation = operation };
    }
}
